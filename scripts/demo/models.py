"""Clients of the stand-in model server, one per scripted conversation."""
import json
import urllib.request

from telemetry import MODEL_URL


def script(key, replies):
    """Queues the answers that the model server gives to callers with this API key, in order."""
    body = json.dumps({"key": key, "replies": replies}).encode()
    request = urllib.request.Request(f"{MODEL_URL}/script", body, {"content-type": "application/json"})
    urllib.request.urlopen(request).close()


def openai_client(key):
    from openai import OpenAI
    return OpenAI(base_url=f"{MODEL_URL}/v1", api_key=key, max_retries=0)


def anthropic_client(key):
    from anthropic import Anthropic
    return Anthropic(base_url=MODEL_URL, api_key=key, max_retries=0)


def function_tool(name, description, **parameters):
    """A tool in OpenAI's form; parameters are all strings and all required."""
    return {"type": "function", "function": {
        "name": name, "description": description,
        "parameters": {"type": "object", "required": list(parameters),
                       "properties": {k: {"type": "string", "description": v} for k, v in parameters.items()}}}}


def anthropic_tool(name, description, **parameters):
    function = function_tool(name, description, **parameters)["function"]
    return {"name": name, "description": description, "input_schema": function["parameters"]}


def read_stream(stream):
    """Reads a streamed OpenAI chat to its end and returns the text."""
    text = ""
    for chunk in stream:
        if chunk.choices and chunk.choices[0].delta.content:
            text += chunk.choices[0].delta.content
    return text
