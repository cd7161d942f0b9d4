"""The words of the small question-and-answer flow; no imports, so that checks can read them without the SDKs."""

QUESTION = "I never got the reset e-mail. My account is rosa.meyer@example.com. パスワードを再設定したいです。"
SYSTEM = "You are the support assistant of Harbor Notes. Answer from the articles and name their ids."
ANSWER = ("Your account is **locked** after ten failed sign-ins, so the e-mail was not sent [kb-117].\n\n"
          "1. Wait until it unlocks at 14:20 UTC.\n2. Choose *Forgot password* on the sign-in page [kb-114].\n\n"
          "```text\nhttps://notes.example.com/sign-in\n```\n")
STATUS = {"account": "rosa.meyer@example.com", "state": "locked", "failed_sign_ins": 10, "unlocks_at": "14:20Z"}
CALL = {"name": "check_account_status", "arguments": {"account": "rosa.meyer@example.com"}}
