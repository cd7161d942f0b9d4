"""Prompts and completions for make_large.py: sentences put together at random, with the things that need escaping."""

SENTENCES = [
    "The invoice for {n} seats was sent on the first of the month and has not been paid.",
    "My colleague wrote: \"please reset the password of account {n}\", but no e-mail arrived.",
    "Sync stopped after {n} notes; the log says C:\\notes\\cache is read-only.",
    "ノートを{n}件エクスポートしましたが、画像が表示されません。",
    "لا أستطيع تسجيل الدخول منذ {n} يومًا.",
    "Could you compare plan {n} with the one we have now and say what would change?",
    "Since the update, search takes {n} seconds on a workspace with many attachments 😕.",
]
ANSWERS = [
    "Your account has {n} failed sign-ins and is **locked** for an hour [kb-117].",
    "1. Open *Settings > Billing*.\n2. Choose plan {n}.\n3. Confirm.",
    "```sql\nSELECT count(*) FROM notes WHERE owner = {n} AND title LIKE '%plan%';\n```",
    "| Plan | Seats |\n| --- | ---: |\n| Team | {n} |",
    "エクスポートは{n}分以内にメールで届きます。",
    "I have passed this on as ticket {n}; you will hear from us within a day.",
]


def joined(chooser, sentences, characters, between):
    out, length = [], 0
    while length < characters:
        sentence = chooser.choice(sentences).replace("{n}", str(chooser.randrange(2, 9999)))
        out.append(sentence)
        length += len(sentence) + len(between)
    return between.join(out)


def prompt(chooser, characters):
    return joined(chooser, SENTENCES, characters, " ")


def completion(chooser, characters):
    return joined(chooser, ANSWERS, characters, "\n\n")
