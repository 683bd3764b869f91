#include "mail/transport/mailbox_source.hpp"

#include <poll.h>
#include <sys/random.h>

#include <algorithm>
#include <charconv>

#include "mail/ascii.hpp"
#include "mail/transport/imap_response.hpp"
#include "mail/transport/stream.hpp"

namespace pouch::mail {
namespace {

constexpr std::chrono::seconds kAnswerTime{60}, kFetchTime{300};
// RFC 2177 section 3: a server may log out whoever idles for 30 minutes.
constexpr std::chrono::minutes kLongestIdle{25};
constexpr std::size_t kSlack = 1u << 20;  // a server's own header fields on top of the size it said

[[noreturn]] void refused(const std::string& command, const std::string& text) {
  throw Fault(Permanence::kTransient, "the IMAP server refuses " + command + ": " + text,
              "look at the mailbox's name and rights");
}

std::string random_tag() {
  std::uint64_t number = 0;
  if (getrandom(&number, sizeof number, 0) != static_cast<ssize_t>(sizeof number)) {
    throw Fault(Permanence::kTransient, "no random numbers", "");
  }
  std::string tag = "P";
  for (int i = 0; i < 12; ++i, number >>= 5) {
    tag += "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[number & 31U];
  }
  return tag;
}

// RFC 3501 section 9: quoted. Names beyond ASCII would need modified UTF-7; they are refused.
std::string imap_quoted(const std::string& name) {
  std::string result = "\"";
  for (const char c : name) {
    if (is_control(c) || is_eight_bit(c)) {
      throw Fault(Permanence::kPermanent, "the mailbox name has characters beyond ASCII",
                  "choose another folder");
    }
    result += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
  }
  return result + "\"";
}

template <typename Number>
std::optional<Number> number_of(std::string_view text) {
  Number number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(number)
                                                                  : std::nullopt;
}

bool has_word(std::string_view text, std::string_view word) {
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    if (same_word(text.substr(0, end), word)) {
      return true;
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return false;
}

}  // namespace

struct MailboxSource::Impl {
  MailboxSettings settings;
  std::unique_ptr<Stream> stream;
  ImapParser parser;
  std::uint32_t validity = 0;
  bool idle = false, move = false, uidplus = false, names_spaces = false;
  std::string prefix, separator = "/";  // of folder names (RFC 2342)
  bool news = false;                    // EXISTS was said since the last list

  bool is_asked_to_stop() const {
    pollfd wait{settings.access.stop, POLLIN, 0};
    return settings.access.stop >= 0 && poll(&wait, 1, 0) > 0;
  }

  // Who asks us to stop is not kept waiting by a server.
  std::span<const int> stop() const {
    return settings.access.stop < 0 ? std::span<const int>() : std::span(&settings.access.stop, 1);
  }

  explicit Impl(MailboxSettings given)
      : settings(std::move(given)), parser({1u << 20, settings.message_limit + kSlack, 4}) {}

  void begin() {
    stream = open_stream(settings.uri, settings.access);
    read_capabilities();
    read_namespace();
    const auto path = parse_server_uri(settings.uri).path;
    select(path.empty() ? "INBOX" : path);
  }

  // --- the dialogue

  // What a server may say at any time (RFC 3501 section 7).
  void heed(const ImapResponse& response) {
    if (response.tag != "*") {
      return;
    }
    if (response.says("BYE")) {
      throw Fault(Permanence::kTransient, "the IMAP server says goodbye: " + response.text,
                  "the connection is made anew");
    }
    const auto blank = response.text.find(' ');
    news = news ||
           (blank != std::string::npos && same_word(response.text.substr(blank + 1), "EXISTS"));
  }

  ImapResponse hear(std::chrono::steady_clock::time_point end) {
    for (;;) {
      if (auto response = parser.next()) {
        heed(*response);
        return std::move(*response);
      }
      const auto left =
          std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
      const auto arrived =
          left.count() > 0 ? stream->receive(parser.input(), left, stop()) : Arrival::kQuiet;
      if (arrived != Arrival::kData) {
        throw Fault(Permanence::kTransient,
                    arrived == Arrival::kQuiet ? "the IMAP server does not answer"
                                               : "we were asked to stop",
                    "");
      }
    }
  }

  struct Answer {
    bool done = false;  // OK; else NO
    bool bad = false;   // BAD, where that is allowed
    std::string text;
    std::vector<ImapResponse> untagged;
  };

  Answer ask(const std::string& command, std::chrono::seconds time = kAnswerTime,
             bool bad_is_no = false) {
    const auto tag = random_tag();
    stream->send(tag + " " + command + "\r\n", kAnswerTime, stop());
    const auto end = std::chrono::steady_clock::now() + time;
    Answer answer;
    for (;;) {
      auto response = hear(end);
      if (response.tag == "*") {
        answer.untagged.push_back(std::move(response));
      } else if (response.tag == tag) {
        answer.done = response.says("OK");
        answer.text = response.text;
        answer.bad = response.says("BAD");
        if (!answer.done && !response.says("NO") && !(answer.bad && bad_is_no)) {
          refused(command.substr(0, command.find(' ')), response.text);
        }
        return answer;
      } else {
        throw Fault(Permanence::kTransient, "the IMAP server answers what was not asked", "");
      }
    }
  }

  Answer must(const std::string& command, std::chrono::seconds time = kAnswerTime) {
    auto answer = ask(command, time);
    if (!answer.done) {
      refused(command.substr(0, command.find(' ', command.starts_with("UID ") ? 4 : 0)),
              answer.text);
    }
    return answer;
  }

  // --- what the server can

  void read_capabilities() {
    for (const auto& line : must("CAPABILITY").untagged) {
      if (line.says("CAPABILITY")) {
        idle = has_word(line.text, "IDLE");
        move = has_word(line.text, "MOVE");
        uidplus = has_word(line.text, "UIDPLUS");
        names_spaces = has_word(line.text, "NAMESPACE");
      }
    }
  }

  // * NAMESPACE (("INBOX." ".")) NIL NIL
  void read_namespace() {
    if (!names_spaces) {
      return;
    }
    // A proxy may promise what the server behind it does not know.
    for (const auto& line : ask("NAMESPACE", kAnswerTime, true).untagged) {
      constexpr std::string_view kBegin = "NAMESPACE ((\"";
      if (!line.says("NAMESPACE") || !line.text.starts_with(kBegin)) {
        continue;
      }
      const auto end = line.text.find('"', kBegin.size());
      const auto next = end == std::string::npos ? end : line.text.find('"', end + 1);
      if (next == std::string::npos) {
        continue;
      }
      prefix = line.text.substr(kBegin.size(), end - kBegin.size());
      const auto at = line.text[next + 1] == '\\' ? next + 2 : next + 1;
      separator = line.text.substr(at, 1);
    }
  }

  void select(const std::string& name) {
    for (const auto& line :
         must((settings.look_only ? "EXAMINE " : "SELECT ") + imap_quoted(name)).untagged) {
      constexpr std::string_view kCode = "OK [UIDVALIDITY ";
      if (line.text.size() > kCode.size() && same_word(line.text.substr(0, kCode.size()), kCode)) {
        const auto end = line.text.find(']');
        validity = number_of<std::uint32_t>(line.text.substr(kCode.size(), end - kCode.size()))
                       .value_or(0);
      }
    }
    if (validity == 0) {
      throw Fault(Permanence::kPermanent, "the IMAP server keeps no UIDs for this mailbox",
                  "choose another mailbox or server");
    }
  }

  std::string folder_name(const std::string& folder) const {
    std::string name = prefix;
    for (const char c : folder) {
      name += c == '/' ? separator : std::string(1, c);
    }
    return imap_quoted(name);
  }

  void make_folder(const std::string& folder) {
    for (auto slash = folder.find('/'); slash != std::string::npos;
         slash = folder.find('/', slash + 1)) {
      (void)ask("CREATE " + folder_name(folder.substr(0, slash)));  // NO: it is there
    }
    (void)ask("CREATE " + folder_name(folder));
    (void)ask("SUBSCRIBE " + folder_name(folder));
  }

  // RFC 6851 says what MOVE is made of; a server without it gets these steps one by one.
  bool try_move(const std::string& uid, const std::string& folder) {
    const auto target = folder_name(folder);
    if (move) {
      const auto answer = ask("UID MOVE " + uid + " " + target, kAnswerTime, true);
      move = !answer.bad;  // promised, and not known
      if (move) {
        return answer.done;
      }
    }
    if (!ask("UID COPY " + uid + " " + target).done) {
      return false;
    }
    tell("copied");
    if (!ask("UID STORE " + uid + " +FLAGS.SILENT (\\Deleted)").done) {
      return false;
    }
    tell("flagged");
    if (uidplus) {
      uidplus = !ask("UID EXPUNGE " + uid, kAnswerTime, true).bad;
    }
    return true;
  }

  void tell(std::string_view step) const {
    if (settings.between) {
      settings.between(step);
    }
  }

  News idle_for(std::chrono::milliseconds time, std::span<const int> interrupts) {
    const auto tag = random_tag();
    stream->send(tag + " IDLE\r\n", kAnswerTime, stop());
    const auto answered = std::chrono::steady_clock::now() + kAnswerTime;
    // Capabilities may promise what a proxy or a mailbox does not keep (RFC 2177 section 3).
    const auto ends = [&](const ImapResponse& response) {
      idle = idle && (response.tag != tag || response.says("OK"));
      return response.tag == tag;
    };
    for (auto response = hear(answered); response.tag != "+"; response = hear(answered)) {
      if (ends(response)) {
        idle = false;
        return news ? News::kMail : News::kQuiet;
      }
    }
    const auto end =
        std::chrono::steady_clock::now() + std::min<std::chrono::milliseconds>(time, kLongestIdle);
    auto result = News::kQuiet;
    while (!news) {
      while (const auto response = parser.next()) {
        heed(*response);
        if (ends(*response)) {
          return news ? News::kMail : News::kQuiet;  // the server ended it by itself
        }
      }
      const auto left =
          std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
      if (news || left.count() <= 0) {
        break;
      }
      if (stream->receive(parser.input(), left, interrupts) == Arrival::kInterrupted) {
        result = News::kInterrupted;
        break;
      }
    }
    if (is_asked_to_stop()) {
      return News::kInterrupted;  // the connection goes down with us
    }
    stream->send("DONE\r\n", kAnswerTime, stop());
    const auto over = std::chrono::steady_clock::now() + kAnswerTime;
    while (hear(over).tag != tag) {
    }
    return news ? News::kMail : result;
  }
};

MailboxSource::MailboxSource(MailboxSettings settings)
    : impl_(std::make_unique<Impl>(std::move(settings))) {
  impl_->begin();
}

MailboxSource::~MailboxSource() = default;
MailboxSource::MailboxSource(MailboxSource&&) noexcept = default;

std::uint32_t MailboxSource::validity() const { return impl_->validity; }
bool MailboxSource::can_idle() const { return impl_->idle; }

std::vector<ListedMail> MailboxSource::list() {
  impl_->news = false;
  std::vector<ListedMail> mails;
  std::string set;
  for (const auto& line : impl_->must("UID SEARCH UNDELETED").untagged) {
    for (const auto uid : found_uids(line)) {
      mails.push_back({uid, 0});
    }
  }
  std::sort(mails.begin(), mails.end(),
            [](const auto& left, const auto& right) { return left.uid < right.uid; });
  if (mails.empty()) {
    return mails;
  }
  const auto range = std::to_string(mails.front().uid) + ":" + std::to_string(mails.back().uid);
  // NO: of some it says none; they are asked for all the same, one by one.
  for (const auto& line : impl_->ask("UID FETCH " + range + " (UID RFC822.SIZE)").untagged) {
    const auto uid = number_of<std::uint32_t>(fetch_item(line, "UID").value_or(""));
    const auto size = number_of<std::size_t>(fetch_item(line, "RFC822.SIZE").value_or(""));
    const auto found = std::lower_bound(
        mails.begin(), mails.end(), uid.value_or(0),
        [](const ListedMail& mail, std::uint32_t wanted) { return mail.uid < wanted; });
    if (found != mails.end() && uid == found->uid && size) {
      found->size = *size;
    }
  }
  return mails;
}

Fetched MailboxSource::fetch(std::uint32_t uid) {
  using What = Fetched::What;
  auto answer =
      impl_->ask("UID FETCH " + std::to_string(uid) + " (UID BODY.PEEK[])", kFetchTime, true);
  Fetched fetched;
  for (auto& line : answer.untagged) {
    if (number_of<std::uint32_t>(fetch_item(line, "UID").value_or("")) != uid ||
        !names_body(line)) {
      continue;
    }
    if (line.oversized > 0) {
      return {What::kTooLarge, "", "", line.oversized};
    }
    if (auto body = fetch_body(std::move(line))) {
      return {What::kBytes, std::move(*body), "", 0};
    }
    fetched = {What::kRefused, "", "NIL instead of the mail",
               0};  // RFC 3501 section 7.4.2: nstring
  }
  if (!answer.done) {
    fetched = {What::kRefused, "", answer.text, 0};
  }
  return fetched;
}

bool MailboxSource::move(std::uint32_t uid, const std::string& folder) {
  const auto number = std::to_string(uid);
  if (impl_->try_move(number, folder)) {
    return true;
  }
  impl_->make_folder(folder);
  return impl_->try_move(number, folder);
}

News MailboxSource::wait(std::chrono::milliseconds time, std::span<const int> interrupts) {
  if (impl_->news) {
    return News::kMail;
  }
  if (impl_->idle) {
    return impl_->idle_for(time, interrupts);
  }
  const auto arrived = impl_->stream->receive(impl_->parser.input(), time, interrupts);
  return arrived == Arrival::kInterrupted ? News::kInterrupted
         : arrived == Arrival::kData      ? News::kMail
                                          : News::kQuiet;
}

}  // namespace pouch::mail
