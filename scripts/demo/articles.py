"""The help centre of Harbor Notes, an invented note-taking service: what retrieval finds in the demo."""

ARTICLES = {
    "kb-114": ("Reset your password",
               "Open the sign-in page and choose **Forgot password**. We send a link to your e-mail address that works for "
               "30 minutes. Use it to set a new password of at least 12 characters. Other devices are signed out."),
    "kb-117": ("I did not receive the reset e-mail",
               "Check the spam folder first. Links are not sent to locked accounts or to addresses that bounced. "
               "An account is locked after ten failed sign-ins and unlocks by itself after 60 minutes."),
    "kb-121": ("Sign in with single sign-on",
               "If your workspace uses SSO, your password is managed by your company. Ask your administrator to reset it."),
    "kb-203": ("Understand your invoice",
               "Invoices are issued on the first of the month. Seats added during a month are charged pro rata."),
    "kb-209": ("Change or cancel your plan",
               "Plans can be changed at any time in Settings > Billing. A downgrade takes effect at the next renewal."),
    "kb-305": ("Export all your notes",
               "Settings > Data > Export produces a ZIP of Markdown files. Large exports are sent by e-mail within an hour."),
    "kb-312": ("Turn on two-step verification",
               "Settings > Security > Two-step verification. Keep the ten recovery codes somewhere safe."),
    "kb-318": ("Sync conflicts",
               "When a note was edited on two devices while offline, both versions are kept; the newer one is shown first."),
}


def found(*ids_and_scores):
    """Documents as a retriever returns them: found(("kb-114", 0.93), ...)."""
    return [{"id": i, "score": score, "content": f"# {ARTICLES[i][0]}\n\n{ARTICLES[i][1]}",
             "metadata": {"title": ARTICLES[i][0], "lang": "en"}} for i, score in ids_and_scores]


def as_context(documents):
    return "\n\n".join(f"[{d['id']}] {d['content']}" for d in documents)
