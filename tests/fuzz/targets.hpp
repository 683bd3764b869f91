// What the fuzz programs do with one input. Each is also replayed by a unit test of its room over
// tests/fixtures/crashers/<target>/.
#pragma once

#include <string_view>

namespace pouch::fuzz {

void scan_target(std::string_view input);
void headers_target(std::string_view input);
void content_target(std::string_view input);
void html_words_target(std::string_view input);
void literal_target(std::string_view input);
void mail_file_target(std::string_view input);
void office_target(std::string_view input);
void office_xml_target(std::string_view input);
void query_target(std::string_view input);
void report_target(std::string_view input);
void session_target(std::string_view input);
void smtp_reply_target(std::string_view input);
void shape_target(std::string_view input);
void web_request_target(std::string_view input);
void form_target(std::string_view input);
void form_json_target(std::string_view input);

}  // namespace pouch::fuzz
