import asyncio, sys, time, shutil, tempfile
from pathlib import Path
from knowledge.database import Database
from knowledge.migrations import migrate
from knowledge.library import load_shipped
from tests.bot.staff_rig import *
from knowledge.unanswered import note
from knowledge.handoffs import hand_over
from knowledge.message import Address
async def main():
    d=tempfile.mkdtemp(); db=Database(f"sqlite:///{d}/x.sqlite"); migrate(db); db.write(load_shipped,NOON)
    async with open_desk(db) as desk:
        h=desk.house.database
        for n,q in enumerate(("轮椅哪里可以借","哪里可以借轮椅","轮椅去哪里借呀","停车场几点关门")): h.write(note,q,"unknown",f"t{n}",NOON)
        h.write(hand_over, Address("web","x"),"referral","pathway:tertiary",NOON)
        b=await desk.browser("安")
        for p in ["/staff","/staff/book","/staff/book?kind=institution&q=龙华","/staff/book/institution/longhua","/staff/book/institution/longhua/edit","/staff/book/institution/longhua/history","/staff/book/entry/new","/staff/try","/staff/try?q=静安区哪里看肾病","/staff/try?q=不想活了","/staff/drafts","/staff/questions?id=1&id=2&id=3","/staff/handoffs/1","/staff/book?kind=entry&archived=1","/staff/names?kind=institution&id=x&said=龙华医院"]:
            t=time.time(); r=await b.get(p); print(r.status_code, round((time.time()-t)*1e3), p, len(r.text), r.headers.get('location',''))
            if r.status_code>=400: print(r.text[-1500:])
asyncio.run(main())
