"""What people ask the support bot in the demo, and what the model server answers.

Each conversation is one session. A turn has the message, what retrieval finds, how many calls come before the
streamed answer (`drafts`, each asking for the account check) and the scripted model replies in order.
"""


def ask_account(email, say="", **more):
    return {"text": say, "tools": [{"name": "check_account_status", "arguments": {"account": email}}],
            "first_ms": 340, "token_ms": 7, **more}


def answer(text, first_ms=420, token_ms=16, **more):
    return {"text": text, "first_ms": first_ms, "token_ms": token_ms, **more}


RATE_LIMITED = {"status": 429, "retry_ms": 800, "first_ms": 70,
                "message": "Rate limit reached for gpt-4o on tokens per min (TPM): Limit 30000, Used 29412, Requested "
                           "1286. Please try again in 800ms."}

RESET = [("kb-114", 0.93), ("kb-117", 0.88), ("kb-121", 0.62)]

CONVERSATIONS = [
    {"session": "sess-rosa-0417", "user": "u-1042", "environment": "production", "model": "gpt-4o", "prompt_version": 7,
     "tags": ["password-reset", "web"], "region": "eu", "channel": "web", "turns": [
         {"message": "How do I reset my account password?", "found": RESET, "drafts": 1, "replies": [
             ask_account("rosa.meyer@example.com", "Let me check your account first."),
             answer("Your account is **locked** after ten failed sign-ins, so a reset link cannot be sent yet [kb-117].\n\n"
                    "1. Wait for the lock to end, 60 minutes after the last try.\n"
                    "2. Choose *Forgot password* on the sign-in page [kb-114].\n"
                    "3. Use the link within 30 minutes and set a password of at least 12 characters.")]},
         {"message": "Can you unlock it for me now? I have a meeting in ten minutes.", "found": [
             ("kb-117", 0.90), ("kb-114", 0.71)], "drafts": 1, "replies": [
             ask_account("rosa.meyer@example.com", cached=1024, input_tokens=1390),
             answer("I am sorry, I cannot lift the lock: it ends by itself after 60 minutes [kb-117]. If you are signed in "
                    "on another device, you can open your notes there in the meantime.", cached=1280,
                    input_tokens=1497)]},
         {"message": "OK. And how do I stop this from happening again?", "found": [("kb-312", 0.79), ("kb-114", 0.55)],
          "replies": [
              answer("Two things help:\n\n- Turn on **two-step verification** under Settings > Security [kb-312].\n"
                     "- Keep the ten recovery codes somewhere safe, and use a password manager.", cached=1280,
                     input_tokens=1702)]}]},
    {"session": "sess-sato-2201", "user": "u-2201", "environment": "production", "model": "gpt-4o", "prompt_version": 7,
     "tags": ["password-reset", "mobile", "ja"], "region": "apac", "channel": "mobile", "turns": [
         {"message": "パスワードを忘れました。再設定の方法を教えてください。メールは sato.yuki@example.com です。", "found": RESET,
          "drafts": 1, "replies": [
              ask_account("sato.yuki@example.com"),
              answer("アカウントは有効です。次の手順で再設定できます [kb-114]。\n\n1. サインイン画面で「パスワードをお忘れですか」を選びます。\n"
                     "2. 届いたリンクを30分以内に開きます。\n3. 12文字以上の新しいパスワードを設定します。", first_ms=510)]},
         {"message": "メールが届きません 😢", "found": [("kb-117", 0.94), ("kb-114", 0.70)], "replies": [
             answer("迷惑メールフォルダーをご確認ください。ロックされたアカウントや、配信エラーになったアドレスには送信されません [kb-117]。",
                    cached=1152, input_tokens=1420)]}]},
    {"session": "sess-amir-1310", "user": "u-1310", "environment": "production", "model": "gpt-4o-mini",
     "prompt_version": 6, "tags": ["password-reset", "web", "ar"], "region": "eu", "channel": "web", "turns": [
         {"message": "كيف أعيد تعيين كلمة المرور؟ بريدي amir.haddad@example.com", "found": RESET, "drafts": 1, "replies": [
             ask_account("amir.haddad@example.com"),
             answer("حسابك نشط. افتح صفحة تسجيل الدخول واختر «نسيت كلمة المرور»، ثم استخدم الرابط خلال ٣٠ دقيقة [kb-114].",
                    first_ms=280, token_ms=7)]}]},
    # The failing one: the account service's database has no replica table, so the tool fails.
    {"session": "sess-liwei-0733", "user": "u-0733", "environment": "production", "model": "gpt-4o", "prompt_version": 7,
     "tags": ["password-reset", "web"], "region": "us", "channel": "web", "fault": "timeout", "turns": [
         {"message": "I cannot sign in, please reset the password of li.wei@example.com", "found": RESET, "drafts": 1,
          "replies": [
              ask_account("li.wei@example.com"),
              answer("I could not check your account just now, because the account service did not answer. You can try "
                     "*Forgot password* on the sign-in page [kb-114]; if no e-mail arrives within five minutes, please "
                     "write to us again.")]}]},
    # The slow one: retrieval takes seconds, and so does the first token.
    {"session": "sess-nina-0958", "user": "u-0958", "environment": "production", "model": "gpt-4o", "prompt_version": 7,
     "tags": ["password-reset", "email"], "region": "eu", "channel": "email", "slow_ms": 2600, "turns": [
         {"message": "Hello, I changed my phone and now every sign-in fails. Which password reset do I need, and do my "
                     "notes survive it?", "found": [("kb-114", 0.82), ("kb-312", 0.80), ("kb-305", 0.66)], "drafts": 1,
          "replies": [
              ask_account("nina.k@example.com", first_ms=900),
              answer("Your notes are safe: a password reset never deletes anything.\n\n| What fails | What to do |\n"
                     "| --- | --- |\n| Password not accepted | *Forgot password* [kb-114] |\n"
                     "| Code not accepted | One of your ten recovery codes [kb-312] |\n\n"
                     "To be sure, export your notes first under Settings > Data [kb-305].",
                     first_ms=2900, token_ms=24)]}]},
    # The one with a rate limit: the first try and its repeat are refused, the third goes through.
    {"session": "sess-joao-1177", "user": "u-1177", "environment": "production", "model": "gpt-4o", "prompt_version": 7,
     "tags": ["password-reset", "web", "sso"], "region": "eu", "channel": "web", "turns": [
         {"message": "My company account joao.pinto@example.com asks for a password I never had 🤔", "found": [
             ("kb-121", 0.91), ("kb-114", 0.77)], "drafts": 1, "replies": [
             RATE_LIMITED, dict(RATE_LIMITED, retry_ms=1300),
             ask_account("joao.pinto@example.com"),
             answer("Your workspace uses **single sign-on**, so there is no Harbor Notes password [kb-121]. Choose *Sign in "
                    "with SSO*; if that fails, your administrator can reset your company password.")]}]},
    {"session": "sess-stage-0001", "user": "u-qa-1", "environment": "staging", "model": "gpt-4o-mini",
     "prompt_version": 8, "tags": ["password-reset", "canary"], "region": "eu", "channel": "web", "turns": [
         {"message": "How do I reset my account password?", "found": RESET, "drafts": 1, "replies": [
             ask_account("nina.k@example.com"),
             answer("Choose *Forgot password* on the sign-in page; the link works for 30 minutes [kb-114].",
                    first_ms=250, token_ms=6)]},
         {"message": "What if my account does not exist?", "found": [("kb-117", 0.52)], "drafts": 1, "replies": [
             ask_account("ghost@example.com"),
             answer("Then no e-mail is sent. Please check the address for typing errors [kb-117].", first_ms=230,
                    token_ms=6)]}]},
]
