from tests.web.test_smoke_n_tmp import ensure
from darddr.vocabulary.roles import PartnershipRole as R
def test_admin(session, make, sign_in, app, engine):
    ensure(app)
    home=make.partnership(); admin=make.member(home,R.ADMINISTRATOR); aud=make.member(home,R.AUDITOR); co=make.coordinator(home); ag=make.agency(home); make.group(home); session.commit()
    c=sign_in(admin)
    assert c.get("/accounts").status_code==200
    u=f"/partnerships/{home.id}/accounts/new"
    assert c.get(u).status_code==200
    d={"email":"new@example.org","name":"New Person","role":"coordinator","started_on-day":"1","started_on-month":"2","started_on-year":"2026"}
    r=c.post(u,data=d); assert r.status_code==200; assert "One-time password" in r.text
    r=c.post(u,data=d); assert r.status_code==422
    u=f"/partnerships/{home.id}/agencies"
    for x in (u,u+"/new",f"/agencies/{ag.id}",f"/partnerships/{home.id}/groups/new"):
        assert c.get(x).status_code==200,x
    r=c.post(u+"/new",data={"name":"Police","is_responsible_authority":"y","agreement_signed_on-day":"1","agreement_signed_on-month":"2","agreement_signed_on-year":"2026"}); assert r.status_code==302
    assert "Police" in c.get(u).text
    c=sign_in(aud)
    r=c.get("/log"); assert r.status_code==200
    import re
    print(re.sub(r"\s+"," ",re.sub("<[^>]+>"," ",r.text))[-900:])
    assert "Checked" in c.get("/log?check=yes").text
