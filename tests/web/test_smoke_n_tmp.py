from flask import Blueprint
import re
from sqlalchemy import select
from darddr.models.review import Review
from darddr.storage.database import reading
def ensure(app):
    if "reviews.show" not in app.view_functions:
        v=lambda **k: "x"; v.permission=None
        app.add_url_rule("/reviews/<uuid:review_id>", "reviews.show", v)
        app.add_url_rule("/reviews", "reviews.index", v)
def test_it(session, make, sign_in, app, engine):
    ensure(app); app.config["PROPAGATE_EXCEPTIONS"]=True; app.error_handler_spec[None][None].pop(Exception, None)
    home=make.partnership(); user=make.coordinator(home); session.commit()
    c=sign_in(user)
    u=f"/partnerships/{home.id}/notifications/new"
    r=c.get(u); assert r.status_code==200
    r=c.post(u); assert r.status_code==302; url=r.location
    base=url.rsplit("/",1)[0]
    for step,data in (("notice",{"received_on-day":"12","received_on-month":"1","received_on-year":"2026","source":"police"}),
      ("died-1",{"name":"Ottoline Brackwater","pseudonym":"Vale","sex":"female","manner":"homicide","date_of_death-day":"3","date_of_death-month":"1","date_of_death-year":"2026"}),
      ("alleged-1",{"name":"Hob Nettlefold","pseudonym":"Dale","sex":"male"}),
      ("people",None),
      ("circumstances",{"circumstances":"Vale was found at home."})):
        r=c.get(f"{base}/{step}"); assert r.status_code==200,(step,r.status_code)
        if data is not None:
            r=c.post(f"{base}/{step}",data=data); print(step,r.status_code,r.location); assert r.status_code==302, re.findall(r'error-summary.*?</div>',r.text,re.S)
    r=c.get(f"{base}/check"); assert r.status_code==200
    r=c.post(f"{base}/check"); print(r.location)
    r2=c.post(f"{base}/check"); assert r2.location==r.location
    with reading(engine) as f: assert len(f.scalars(select(Review)).all())==1
    u=f"/partnerships/{home.id}/live-reviews/new"
    r=c.get(u); assert r.status_code==200; print(len(r.data))
    r=c.post(u,data={"state":"gathering","display_name":"dhr","died_1_name":"A B","died_1_pseudonym":"Wren","circumstances":"x","decided-day":"3","decided-month":"2","decided-year":"2025"}); print(r.status_code, re.findall(r'error-summary__list.*?</ul>',r.text,re.S)); assert r.status_code==302
