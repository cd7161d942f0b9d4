#include "platform/web/web_keys.h"

namespace spanorama {
namespace {

struct KeyCode {
  std::string_view code;
  ImGuiKey key;
};

constexpr KeyCode kKeyCodes[] = {
    {"Tab", ImGuiKey_Tab},
    {"ArrowLeft", ImGuiKey_LeftArrow},
    {"ArrowRight", ImGuiKey_RightArrow},
    {"ArrowUp", ImGuiKey_UpArrow},
    {"ArrowDown", ImGuiKey_DownArrow},
    {"PageUp", ImGuiKey_PageUp},
    {"PageDown", ImGuiKey_PageDown},
    {"Home", ImGuiKey_Home},
    {"End", ImGuiKey_End},
    {"Insert", ImGuiKey_Insert},
    {"Delete", ImGuiKey_Delete},
    {"Backspace", ImGuiKey_Backspace},
    {"Space", ImGuiKey_Space},
    {"Enter", ImGuiKey_Enter},
    {"Escape", ImGuiKey_Escape},
    {"Quote", ImGuiKey_Apostrophe},
    {"Comma", ImGuiKey_Comma},
    {"Minus", ImGuiKey_Minus},
    {"Period", ImGuiKey_Period},
    {"Slash", ImGuiKey_Slash},
    {"Semicolon", ImGuiKey_Semicolon},
    {"Equal", ImGuiKey_Equal},
    {"BracketLeft", ImGuiKey_LeftBracket},
    {"Backslash", ImGuiKey_Backslash},
    {"BracketRight", ImGuiKey_RightBracket},
    {"Backquote", ImGuiKey_GraveAccent},
    {"CapsLock", ImGuiKey_CapsLock},
    {"ScrollLock", ImGuiKey_ScrollLock},
    {"NumLock", ImGuiKey_NumLock},
    {"PrintScreen", ImGuiKey_PrintScreen},
    {"Pause", ImGuiKey_Pause},
    {"NumpadDecimal", ImGuiKey_KeypadDecimal},
    {"NumpadDivide", ImGuiKey_KeypadDivide},
    {"NumpadMultiply", ImGuiKey_KeypadMultiply},
    {"NumpadSubtract", ImGuiKey_KeypadSubtract},
    {"NumpadAdd", ImGuiKey_KeypadAdd},
    {"NumpadEnter", ImGuiKey_KeypadEnter},
    {"NumpadEqual", ImGuiKey_KeypadEqual},
    {"ControlLeft", ImGuiKey_LeftCtrl},
    {"ControlRight", ImGuiKey_RightCtrl},
    {"ShiftLeft", ImGuiKey_LeftShift},
    {"ShiftRight", ImGuiKey_RightShift},
    {"AltLeft", ImGuiKey_LeftAlt},
    {"AltRight", ImGuiKey_RightAlt},
    {"MetaLeft", ImGuiKey_LeftSuper},
    {"MetaRight", ImGuiKey_RightSuper},
    {"ContextMenu", ImGuiKey_Menu},
    {"IntlBackslash", ImGuiKey_Oem102},
    {"BrowserBack", ImGuiKey_AppBack},
    {"BrowserForward", ImGuiKey_AppForward},
};

// "KeyA".."KeyZ", "Digit0".."Digit9", "Numpad0".."Numpad9": prefix and one character.
ImGuiKey key_in_run(std::string_view code, std::string_view prefix, char first_char, char last_char, ImGuiKey first) {
  if (code.size() != prefix.size() + 1 || code.substr(0, prefix.size()) != prefix) return ImGuiKey_None;
  const char c = code.back();
  return c >= first_char && c <= last_char ? static_cast<ImGuiKey>(first + (c - first_char)) : ImGuiKey_None;
}

ImGuiKey function_key(std::string_view code) {
  if (code.size() < 2 || code.size() > 3 || code[0] != 'F') return ImGuiKey_None;
  int number = 0;
  for (const char c : code.substr(1)) {
    if (c < '0' || c > '9') return ImGuiKey_None;
    number = number * 10 + (c - '0');
  }
  return number >= 1 && number <= 24 ? static_cast<ImGuiKey>(ImGuiKey_F1 + number - 1) : ImGuiKey_None;
}

}  // namespace

ImGuiKey key_from_code(std::string_view code) {
  if (const ImGuiKey key = key_in_run(code, "Key", 'A', 'Z', ImGuiKey_A)) return key;
  if (const ImGuiKey key = key_in_run(code, "Digit", '0', '9', ImGuiKey_0)) return key;
  if (const ImGuiKey key = key_in_run(code, "Numpad", '0', '9', ImGuiKey_Keypad0)) return key;
  if (const ImGuiKey key = function_key(code)) return key;
  for (const KeyCode& entry : kKeyCodes)
    if (entry.code == code) return entry.key;
  return ImGuiKey_None;
}

}  // namespace spanorama
