"""Word files: facts go in, finished documents come out, and every document can be audited.

Nothing here knows the database or the web. `facts` says what a document is made from, `overview` and `action_plan`
write it, `template` holds the house styles, and `audit` checks any Word file against the accessibility rules.
"""
