"""Texts of the many small traces: per service, pairs of what was asked and what the model answers.

{...} slots are filled from SLOTS by the seeded generator of the run, so that no two traces read the same.
"""

SLOTS = {
    "name": ["Rosa", "Amir", "Yuki", "Nina", "João", "Li Wei", "Fatima", "Tom", "Ingrid", "Kofi", "Zoë", "Dmitri"],
    "month": ["June", "July", "August", "September", "October"],
    "amount": ["12.00", "48.50", "96.00", "129.90", "240.00", "18.75", "1,204.00"],
    "seats": ["3", "5", "8", "12", "40"],
    "invoice": ["HN-20418", "HN-20977", "HN-21003", "HN-21350", "HN-21766", "HN-22018"],
    "table": ["orders", "notes", "workspaces", "sign_ins", "invoices"],
    "days": ["7", "14", "30", "90"],
    "city": ["Kanazawa", "Lisbon", "Accra", "Oslo", "Montréal", "Doha"],
    "version": ["3.1", "3.2", "3.3", "4.0-beta"],
    "percent": ["4", "7", "12", "18", "31"],
}

# billing-agent: a tool looks the invoice up. (question, answer)
BILLING = [
    ("Why is invoice {invoice} {amount} € higher than in {month}?",
     "Invoice **{invoice}** includes {seats} seats added in {month}, charged pro rata: {amount} €."),
    ("Please refund {amount} €, I cancelled in {month}.",
     "Your cancellation in {month} took effect at the renewal, so {amount} € was due. I have passed invoice {invoice} to a "
     "colleague who can decide on a goodwill refund."),
    ("Can I have invoice {invoice} with our VAT number on it?",
     "Done: a corrected copy of {invoice} is under *Settings > Billing > Documents*."),
    ("We were charged for {seats} seats but only {name} uses it 😠",
     "I am sorry for the surprise. {seats} seats were active on the first of the month; I removed the unused ones from the "
     "next invoice. Invoice {invoice} stays as it is."),
    ("請求書 {invoice} の金額が {amount} ユーロ増えた理由を教えてください。",
     "{month} に {seats} 席が追加されたため、日割りで {amount} ユーロが加算されています(請求書 {invoice})。"),
    ("لماذا زادت الفاتورة {invoice} بمقدار {amount} يورو؟",
     "أُضيفت {seats} مقاعد خلال الشهر، وحُسبت بالتناسب في الفاتورة {invoice}."),
]

# docs-assistant: retrieval, then a streamed answer in Markdown with code and tables. (question, answer, documents)
DOCS = [
    ("How do I export every note with the API in version {version}?",
     "Page through `/v2/notes` until `next` is null:\n\n```python\nimport httpx\n\nurl, notes = \"/v2/notes?limit=100\", []\n"
     "while url:\n    page = client.get(url).json()\n    notes += page[\"items\"]\n    url = page[\"next\"]\n```\n\n"
     "With more than {days} days of changes use the export job instead.", ["kb-305"]),
    ("What are the API rate limits for {seats} seats?",
     "| Plan | Requests per minute | Burst |\n| --- | ---: | ---: |\n| Free | 30 | 10 |\n| Team ({seats} seats) | 300 | 60 |\n"
     "| Enterprise | 3,000 | 600 |\n\nA refused call answers `429` with `Retry-After`.", ["kb-209", "kb-305"]),
    ("Sync shows a conflict since {version}, which version of my note wins?",
     "Neither is lost: both are kept and the newer one is shown first. To compare them:\n\n1. Open the note.\n"
     "2. Choose **⋯ > Versions**.\n3. Pick two versions; differences are marked.", ["kb-318"]),
    ("webhookの署名を検証するには?", "`X-Harbor-Signature` を HMAC-SHA256 で検証します。\n\n```js\nconst ok = timingSafeEqual(\n"
     "  hmac('sha256', secret, body), signature);\n```", ["kb-305"]),
    ("Does two-step verification work offline for {name} in {city}?",
     "Yes. Codes are derived from the time, so no network is needed. Keep the **ten recovery codes** for a lost phone.",
     ["kb-312"]),
    ("Show me JSON for creating a note with tags",
     "```json\n{\n  \"title\": \"Weekly plan\",\n  \"tags\": [\"team\", \"q4\"],\n  \"body\": \"- [ ] budget\\n- [ ] hiring\"\n}\n"
     "```\n\nSend it to `POST /v2/notes`; the answer holds the new `id`.", ["kb-305"]),
]

# translator: one call. (text, translation)
TRANSLATE = [
    ("Translate to Japanese: Your trial ends in {days} days, {name}.", "{name}さん、無料体験はあと{days}日で終了します。"),
    ("Translate to Arabic: The server in {city} is back online. Thank you for your patience!",
     "عاد الخادم في {city} إلى العمل. شكرًا على صبركم!"),
    ("Translate to German: Prices rise by {percent} % in {month}.", "Im {month} steigen die Preise um {percent} %."),
    ("Translate to French: {name} shared a note with you 🎉", "{name} a partagé une note avec vous 🎉"),
    ("Translate to Hindi: Please update to version {version}.", "कृपया संस्करण {version} में अपडेट करें।"),
    ("Translate to Korean: We moved our office to {city}.", "저희 사무실을 {city}(으)로 이전했습니다."),
    ("Translate to Hebrew: {seats} people are editing this note.", "{seats} אנשים עורכים את ההערה הזו."),
]

# sql-analyst: a LangChain prompt and model. (question, answer)
SQL = [
    ("How many rows came into {table} in the last {days} days, per day?",
     "```sql\nSELECT date(created_at) AS day, count(*)\nFROM {table}\nWHERE created_at >= date('now', '-{days} days')\n"
     "GROUP BY day ORDER BY day;\n```"),
    ("Which workspaces in {city} grew more than {percent} % in {month}?",
     "```sql\nSELECT w.name, 100.0 * (b.seats - a.seats) / a.seats AS growth\nFROM workspaces w JOIN seats a USING (id) "
     "JOIN seats b USING (id)\nWHERE w.city = '{city}' AND growth > {percent};\n```"),
    ("Find duplicate e-mail addresses in {table}",
     "```sql\nSELECT lower(email), count(*) AS n\nFROM {table} GROUP BY 1 HAVING n > 1 ORDER BY n DESC;\n```"),
    ("Median of {table} per user?", "SQLite has no `median`; rank the rows and take the middle:\n\n```sql\nSELECT user_id, "
     "avg(v) FROM (SELECT user_id, v, row_number() OVER w AS r, count(*) OVER (PARTITION BY user_id) AS n\n  FROM {table} "
     "WINDOW w AS (PARTITION BY user_id ORDER BY v))\nWHERE r IN ((n+1)/2, (n+2)/2) GROUP BY user_id;\n```"),
]

# summarizer: a longer input, a short answer. (text, summary)
SUMMARISE = [
    ("Meeting {month}: {name} reported that sign-ups rose by {percent} %, mostly from {city}. Support needs {seats} more "
     "people. The release {version} slips by {days} days because the sync tests fail on slow networks. {name} will talk to "
     "the network team. The budget of {amount} € for load tests was approved.",
     "- Sign-ups +{percent} %, mainly {city}\n- Release {version} slips {days} days (sync tests)\n- {amount} € for load tests "
     "approved\n- Open: {seats} support hires"),
    ("Ticket thread, 14 messages: {name} cannot open notes made in {version} on a tablet in {city}; a reinstall helped for "
     "{days} days. Logs show a full disk. We advised to move attachments to the cloud; {name} agreed and asked for a credit of "
     "{amount} €.", "Tablet disk full, notes from {version} do not open. Fix: move attachments. Asked: {amount} € credit."),
    ("Incident notes: at 09:12 UTC error rates in {city} passed {percent} %. The cause was a certificate that {name} had "
     "renewed only on {seats} of the hosts. Rolled out everywhere at 09:47. Follow-up: alert {days} days before expiry.",
     "**Cause:** certificate renewed on {seats} hosts only. **Effect:** {percent} % errors in {city}, 35 min. **Next:** alert "
     "{days} days ahead."),
]

# triage: structured output from a small model. (message, JSON)
TRIAGE = [
    ("The app crashes on start since {version} on my phone!!", '{"category": "bug", "urgency": "high", "version": "{version}"}'),
    ("Could you add dark mode for the calendar? Thanks, {name} 🌙", '{"category": "feature_request", "urgency": "low"}'),
    ("I was charged twice: {amount} € in {month}", '{"category": "billing", "urgency": "high", "amount": "{amount}"}'),
    ("請求書をもう一度送ってください。{name}", '{"category": "billing", "urgency": "normal", "language": "ja"}'),
    ("hola, ¿cómo cambio el idioma?", '{"category": "how_to", "urgency": "low", "language": "es"}'),
    ("You won a prize, click here", '{"category": "spam", "urgency": "none"}'),
]

# faq-bot: the older instrumentation. (question, answer)
FAQ = [
    ("Is there a discount for schools in {city}?", "Yes, {percent} % for schools and universities. Send a proof of status."),
    ("Where is my data stored?", "In data centres in Frankfurt and Dublin; backups are kept for {days} days."),
    ("Can {seats} people edit one note at once?", "Yes, up to 50 people can edit a note at the same time."),
    ("你们支持离线使用吗?", "支持。离线编辑的内容会在重新联网后自动同步。"),
]
