#include "mail/structure/mime_header.hpp"

#include <vector>

#include "mail/ascii.hpp"
#include "mail/structure/header_fields.hpp"
#include "mail/structure/parameters.hpp"
#include "mail/tokens.hpp"

namespace pouch::mail {
namespace {

// RFC 2045 section 5.1.
bool is_token_char(char c) {
  constexpr std::string_view kSpecials = "()<>@,;:\\\"/[]?=";
  return c > 32 && c < 127 && kSpecials.find(c) == std::string_view::npos;
}

// What clients write without quotation marks although RFC 2045 wants them (`boundary=----=_a`):
// clear as long as it cannot be a comment, a quotation or the end of the value.
bool is_unquoted_char(char c) { return c > 32 && c != 127 && c != ';' && c != '"' && c != '('; }
bool is_loose_char(char c) {
  return (static_cast<unsigned char>(c) > 32 && c != 127 && c != ';') || is_blank(c);
}

class FieldReader {
 public:
  explicit FieldReader(std::string_view text) : tokens_(text) {}

  // token, or with `slashed` token/token.
  bool head(bool slashed, std::string& out) {
    if (!word(out)) return false;
    if (!slashed) return true;
    if (!tokens_.take('/')) return false;
    out += '/';
    return word(out);
  }

  // *( ";" [parameter] ): an empty parameter is a superfluous semicolon, which is common.
  bool parameters(std::vector<WrittenParameter>& out) {
    while (!tokens_.at_end()) {
      if (!tokens_.take(';') || !tokens_.skip_space()) return false;
      if (tokens_.at_end() || tokens_.next_is(';')) continue;
      WrittenParameter parameter;
      if (!word(parameter.name) || !tokens_.take('=') || !tokens_.skip_space()) return false;
      if (!value(parameter)) return false;
      out.push_back(std::move(parameter));
    }
    return true;
  }

  bool at_end() const { return tokens_.at_end(); }

 private:
  bool word(std::string& out) {
    if (!tokens_.skip_space()) return false;
    const auto token = tokens_.run(is_token_char);
    out += to_lower(token);
    return !token.empty() && tokens_.skip_space();
  }

  bool value(WrittenParameter& parameter) {
    if (tokens_.next_is('"')) {
      return tokens_.quoted_string(parameter.value) && tokens_.skip_space();
    }
    if (is_shown_only(parameter.name)) {  // `filename=my report (1).pdf`
      parameter.value = trim(tokens_.run(is_loose_char));
      return true;
    }
    parameter.value = tokens_.run(is_unquoted_char);
    return !parameter.value.empty() && tokens_.skip_space();
  }

  Tokens tokens_;
};

std::variant<MimeValue, MimeFault> read(std::string_view raw, std::string_view field,
                                        bool slashed) {
  const MimeFault fault{std::string(field) + " not legal"};
  const auto text = unfold(raw);
  if (!text) return fault;
  FieldReader reader(*text);
  MimeValue out;
  std::vector<WrittenParameter> written;
  if (!reader.head(slashed, out.value) || !reader.parameters(written)) return fault;
  auto joined = join_parameters(written);
  if (auto* bad = std::get_if<MimeFault>(&joined)) {
    return MimeFault{std::string(field) + ": " + bad->rule};
  }
  out.parameters = std::move(std::get<Parameters>(joined));
  return out;
}

}  // namespace

std::variant<MimeValue, MimeFault> read_content_type(std::string_view raw) {
  return read(raw, "Content-Type", true);
}

std::variant<MimeValue, MimeFault> read_disposition(std::string_view raw) {
  return read(raw, "Content-Disposition", false);
}

std::variant<MimeValue, MimeFault> read_transfer_encoding(std::string_view raw) {
  auto read_value = read(raw, "Content-Transfer-Encoding", false);
  if (auto* value = std::get_if<MimeValue>(&read_value); value != nullptr) {
    if (!value->parameters.empty()) return MimeFault{"Content-Transfer-Encoding not legal"};
  }
  return read_value;
}

}  // namespace pouch::mail
