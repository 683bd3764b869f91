// What is said to an SMTP server: the envelope (RFC 1870, 3461, 6152, 6531) and the letter's octets
// (RFC 5321 section 4.5.2; SECURITY classes 23 and 24).
#include "mail/transport/smtp_words.hpp"

#include <catch2/catch.hpp>
#include <random>

namespace pouch::mail {
namespace {

SmtpOffers all_offers() {
  SmtpOffers offers;
  offers.pipelining = offers.dsn = offers.smtputf8 = offers.eightbit = offers.size = true;
  offers.size_limit = 1000;
  return offers;
}

Handing letter(const std::string& to = "nfp@mvr.bg.example", std::string_view wire = "x\r\n") {
  return {"L1", "requests+L1@pouch.example", to, std::string(wire), true};
}

std::string stuffed(std::string_view wire, std::size_t chunk) {
  DotStuffer stuffer;
  std::string result;
  for (std::size_t at = 0; at < wire.size(); at += chunk) {
    result += stuffer.put(wire.substr(at, chunk));
  }
  return result + stuffer.end();
}

// What a receiver makes of it, after the strictest reading: CRLF alone ends a line.
std::string unstuffed(std::string_view data) {
  REQUIRE(data.substr(data.size() - 3) == ".\r\n");
  std::string result;
  while (!data.empty()) {
    const auto end = data.find("\r\n");
    REQUIRE(end != std::string_view::npos);
    auto line = data.substr(0, end);
    data.remove_prefix(end + 2);
    if (line == ".") {
      CHECK(data.empty());  // the only end
      return result;
    }
    line.remove_prefix(line.starts_with('.') ? 1 : 0);
    result += std::string(line) + "\r\n";
  }
  FAIL("no end");
  return result;
}

std::string canonical(std::string_view wire) {
  std::string result;
  for (std::size_t i = 0; i < wire.size(); ++i) {
    if (wire[i] == '\r' || wire[i] == '\n') {
      i += wire[i] == '\r' && i + 1 < wire.size() && wire[i + 1] == '\n' ? 1 : 0;
      result += "\r\n";
    } else {
      result += wire[i];
    }
  }
  return result.empty() || result.ends_with("\r\n") ? result : result + "\r\n";
}

TEST_CASE("smtp words: a letter in canonical form goes out as it is but for its dots") {
  CHECK(stuffed("a\r\n.b\r\n..\r\n.\r\nc.\r\n", 1000) == "a\r\n..b\r\n...\r\n..\r\nc.\r\n.\r\n");
  CHECK(stuffed("", 1000) == ".\r\n");
  CHECK(stuffed("no end", 1000) == "no end\r\n.\r\n");
}

TEST_CASE("smtp words: no octets make a second end of the letter") {
  for (const std::string wire :
       {"\n.\r\n", "\r.\r\n", "\r\r\n.\r\r\n", "\n.\n", "\r.\r", "\r\n.\n", "\r\n.\r", ".\r\n", ".",
        "\r", "\n", "\r\n.\r\nMAIL FROM:<x@y>\r\n", "\r\n\r\n.\r\n", "a\r\n.\r"}) {
    INFO(wire);
    for (const std::size_t chunk : {std::size_t{1}, std::size_t{2}, std::size_t{1000}}) {
      CHECK(unstuffed(stuffed(wire, chunk)) == canonical(wire));
    }
  }
}

TEST_CASE("smtp words: any octets come out as they went in, in any pieces, with CRLF alone") {
  std::mt19937 random(4711);
  const std::string alphabet = "\r\r\n\n..ab \xC3";
  for (int round = 0; round < 2000; ++round) {
    std::string wire;
    for (auto length = random() % 40; length > 0; --length) {
      wire += alphabet[random() % alphabet.size()];
    }
    const auto data = stuffed(wire, 1 + random() % 7);
    CHECK(data == stuffed(wire, 1000));
    for (std::size_t i = 0; i < data.size(); ++i) {
      if (data[i] == '\r') CHECK(data.substr(i, 2) == "\r\n");
      if (data[i] == '\n') CHECK(data[i - 1] == '\r');
    }
    CHECK(unstuffed(data) == canonical(wire));
  }
}

TEST_CASE("smtp words: xtext leaves nothing in that could end a parameter") {
  CHECK(xtext("L1-abc.xyz@x") == "L1-abc.xyz@x");
  CHECK(xtext("a+b=c d\r\n") == "a+2Bb+3Dc+20d+0D+0A");
  CHECK(xtext("\x7F\xC3") == "+7F+C3");
}

TEST_CASE("smtp words: the envelope asks for what is offered and no more") {
  const auto full = make_envelope(letter("o'neil+x=y@mvr.bg.example"), all_offers());
  CHECK_FALSE(full.refusal);
  CHECK(full.reports);
  CHECK(full.mail == "MAIL FROM:<requests+L1@pouch.example> SIZE=3 RET=HDRS ENVID=L1");
  CHECK(full.rcpt ==
        "RCPT TO:<o'neil+x=y@mvr.bg.example> NOTIFY=SUCCESS,FAILURE,DELAY "
        "ORCPT=rfc822;o'neil+2Bx+3Dy@mvr.bg.example");
  const auto plain = make_envelope(letter(), SmtpOffers());
  CHECK_FALSE(plain.reports);
  CHECK(plain.mail == "MAIL FROM:<requests+L1@pouch.example>");
  CHECK(plain.rcpt == "RCPT TO:<nfp@mvr.bg.example>");
}

TEST_CASE("smtp words: no report is asked for where nobody would get it") {
  auto to_nobody = letter();
  to_nobody.from = "";
  CHECK_FALSE(make_envelope(to_nobody, all_offers()).reports);
  CHECK(make_envelope(to_nobody, all_offers()).mail == "MAIL FROM:<> SIZE=3");
  auto unasked = letter();
  unasked.report = false;
  CHECK(make_envelope(unasked, all_offers()).rcpt == "RCPT TO:<nfp@mvr.bg.example>");
}

TEST_CASE("smtp words: an envelope identifier or original recipient beyond its limit is left out") {
  auto long_name = letter();
  long_name.letter = std::string(100, 'L');
  CHECK(make_envelope(long_name, all_offers()).mail.find("ENVID=L") != std::string::npos);
  long_name.letter += 'L';
  CHECK(make_envelope(long_name, all_offers()).mail.find("ENVID") == std::string::npos);
  const auto many = make_envelope(letter(std::string(200, '=') + "@x.example"), all_offers());
  CHECK(many.rcpt.find("ORCPT") == std::string::npos);
  CHECK(many.rcpt.find("NOTIFY") != std::string::npos);
}

TEST_CASE("smtp words: an address beyond ASCII needs SMTPUTF8, a domain beyond ASCII does not") {
  auto offers = all_offers();
  const auto domain = make_envelope(letter("nfp@мвр.example"), SmtpOffers());
  CHECK_FALSE(domain.refusal);
  CHECK(domain.rcpt == "RCPT TO:<nfp@xn--b1atn.example>");
  const auto local = make_envelope(letter("иван@mvr.example"), offers);
  CHECK_FALSE(local.refusal);
  CHECK(local.mail.ends_with(" SMTPUTF8 RET=HDRS ENVID=L1"));
  CHECK(local.rcpt.ends_with("ORCPT=utf-8;иван@mvr.example"));
  CHECK(make_envelope(letter("a@x.example"), offers).mail.find("SMTPUTF8") == std::string::npos);
  CHECK(make_envelope(letter("ив+ан=\\@x.example"), offers)
            .rcpt.ends_with("ORCPT=utf-8;ив\\x{2B}ан\\x{3D}\\x{5C}@x.example"));
  offers.smtputf8 = false;
  const auto refused = make_envelope(letter("иван@mvr.example"), offers);
  REQUIRE(refused.refusal);
  CHECK(refused.refusal->state == Handover::kFailed);
  CHECK(refused.refusal->status == "5.6.7");
}

TEST_CASE("smtp words: a letter that the server cannot take is refused before it is said") {
  const auto status = [](std::string_view wire, const SmtpOffers& offers) {
    const auto refusal = make_envelope(letter("a@x.example", wire), offers).refusal;
    return refusal ? refusal->status : std::string();
  };
  CHECK(status(std::string(1000, 'x'), all_offers()).empty());
  CHECK(status(std::string(1001, 'x'), all_offers()) == "5.3.4");
  CHECK(status(std::string(1001, 'x'), SmtpOffers()).empty());
  CHECK(status("\xC3\xA9\r\n", all_offers()).empty());
  CHECK(make_envelope(letter("a@x.example", "\xC3\xA9"), all_offers()).mail.find("8BITMIME") !=
        std::string::npos);
  CHECK(status("\xC3\xA9\r\n", SmtpOffers()) == "5.6.3");
  CHECK(status(std::string_view("a\0b", 3), all_offers()) == "5.6.0");
}

TEST_CASE("smtp words: what is more than an address is never said") {
  for (const std::string odd : {"a@x>\r\nRCPT TO:<b@x", "a@x\nDATA", "a@x\r", "a@x> NOTIFY=NEVER",
                                "<a@x>", "a b@x", "a@x\x7F", "a@x\xFF", "a\t@x", "a@x\xC0\x8D"}) {
    INFO(odd);
    CHECK(refuse_unspeakable(letter(odd)));
    auto from = letter();
    from.from = odd;
    CHECK(refuse_unspeakable(from));
    CHECK(make_envelope(from, all_offers()).refusal);
  }
  CHECK(refuse_unspeakable(letter("")));
  CHECK(refuse_unspeakable(letter(std::string("a\0@x", 4))));
  CHECK(refuse_unspeakable(letter(std::string(255, 'a'))));
  CHECK_FALSE(refuse_unspeakable(letter(std::string(254, 'a'))));
}

}  // namespace
}  // namespace pouch::mail
