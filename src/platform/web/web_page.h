// What the window asks of the page; `screenCalls` in web/main.js answers.
#pragma once

namespace spanorama {

class WebWindow;

// Input from now on goes to this window.
void page_connect(WebWindow* window);
void page_text_input(bool wanted, float x, float y, float line_height);
void page_cursor(const char* css_name);
void page_copied(const char* utf8);
void page_title(const char* utf8);
bool page_is_mac();
// Calls work_now() in a task of its own, soon: sooner than a timer, later than input that waits.
void page_post_work();

}  // namespace spanorama
