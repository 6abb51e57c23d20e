"""Shape and wording of input. Choices are passed in; what may be done with it is for services to say."""
