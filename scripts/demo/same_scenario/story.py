"""What every run of the same scenario tells: one question, two documents, one tool call, a streamed answer, one refusal.

The texts are those of scenario_rag.py; the token counts are fixed here, so that every SDK can be held to them. A
library that runs the tool loop itself streams both calls or none; all else is the same for all.
"""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import models  # noqa: E402
from articles import as_context, found  # noqa: E402
from scenario_rag import TOOL  # noqa: E402
from story_texts import ANSWER, CALL, QUESTION, STATUS, SYSTEM  # noqa: E402

DOCUMENTS = found(("kb-117", 0.91), ("kb-114", 0.84))
PROMPT = f"{as_context(DOCUMENTS)}\n\n{QUESTION}"
REFUSAL = "Rate limit reached for requests per minute. Please try again in 1.2s."
FIRST = {"tools": [CALL], "first_ms": 60, "token_ms": 1, "input_tokens": 412, "output_tokens": 24}
SECOND = {"text": ANSWER, "first_ms": 80, "token_ms": 1, "input_tokens": 1684, "output_tokens": 187, "cached": 1408,
          "reasoning_tokens": 64}
REFUSED = {"status": 429, "first_ms": 20, "message": REFUSAL}
REPLIES = [FIRST, SECOND] + [REFUSED] * 5  # several refusals: some libraries try again before they give up
WHO = dict(session_id="sess-fixture-1", user_id="u-1042", tags=["fixture", "rag"])


def queue_replies(run):
    models.script(run, REPLIES)


def expect_refusal(call, *arguments):
    try:
        call(*arguments)
    except Exception as error:  # the point of the second trace; the instrumentation has recorded it
        print(f"  refused as scripted: {type(error).__name__}: {error}")


def for_javascript():
    """The same as JSON values."""
    return {"question": QUESTION, "system": SYSTEM, "prompt": PROMPT, "status": STATUS, "documents": DOCUMENTS, "who": WHO,
            "tool": TOOL, "replies": REPLIES}
