"""The page both fill in before the first question, for two slices' views."""

from __future__ import annotations

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from portal.contributions import assisting, young
from portal.contributions.flow import Page, Sending
from portal.contributions.models import InWhoseWords, TypedBy, Whereabouts
from portal.core import db
from portal.together.forms import HowForm
from portal.together.handing_over import Note


def begin(sending: Sending, note: Note, title: str) -> ResponseReturnValue:
    """Who types, where, in whose words; a draft that is there already is left as it is."""
    if not sending.is_open or young.current().begun(sending.about):
        return redirect(sending.address(Page.START), 303)
    form = HowForm()
    if request.method == "POST" and form.validate():
        draft = young.current().begin(sending.about)
        assisting.begin(
            draft,
            note.helper,
            TypedBy(form.typed_by.data),
            Whereabouts(form.place.data),
            InWhoseWords(form.whose_words.data),
        )
        young.save()
        db.session.commit()
        return redirect(sending.address(Page.FIRST), 303)
    return render_template("together/begin.html", form=form, helper=assisting.HELPERS[note.helper], about=title)
