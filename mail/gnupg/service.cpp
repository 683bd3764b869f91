#include "mail/gnupg/service.hpp"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <deque>
#include <memory>
#include <utility>

#include "mail/gnupg/context.hpp"
#include "mail/gnupg/key_pool.hpp"
#include "mail/gnupg/offered_key.hpp"
#include "mail/gnupg/own_key.hpp"
#include "mail/gnupg/ring.hpp"
#include "mail/gnupg/ring_parts.hpp"
#include "mail/gnupg/session.hpp"
#include "mail/gnupg/sha1_bindings.hpp"
#include "mail/gnupg/user_ids.hpp"

namespace pouch::mail::openpgp {
namespace {

namespace fs = std::filesystem;
using Steady = std::chrono::steady_clock;

constexpr std::size_t kMostSessions = 8;
constexpr std::size_t kMostSignatures = 16;  // two are too many already
constexpr std::size_t kMostWords = 1000;     // of a fault, of a detail
constexpr std::uint64_t kLongestOperation = 24 * 3600;
constexpr std::chrono::seconds kSignEvery{1};

// A question with what was handed over with it. Garbled when that is not what it says.
struct Question {
  explicit Question(Packet packet) : bytes(std::move(packet.bytes)), arguments(bytes) {
    arguments(head);
    const auto wanted = head.sources + (head.has_stop ? 1 : 0) + (head.has_output ? 1 : 0);
    if (head.kind != Kind::kQuestion || head.sources > 2 || packet.descriptors.size() != wanted ||
        head.crypto_seconds > kLongestOperation) {
      throw Garbled("a question is not made as it should be");
    }
    auto next = packet.descriptors.begin();
    if (head.has_stop) {
      stop = std::move(*next++);
    }
    if (head.what == Ask::kSealStream) {
      take_stream(next, packet.descriptors.end());
      return;
    }
    for (std::size_t i = 0; i < head.sources; ++i) {
      sources.push_back(std::make_unique<Mapped>((next++)->get()));
    }
    if (head.has_output) {
      output = std::move(*next);
    }
  }
  // A pipe, and a file behind whose octets others come.
  template <typename Next>
  void take_stream(Next next, Next end) {
    struct stat facts {};
    if (end - next != 2 || fstat(next->get(), &facts) != 0 || !S_ISFIFO(facts.st_mode)) {
      throw Garbled("a letter does not come through a pipe");
    }
    pipe = std::move(*next++);
    if (fstat(next->get(), &facts) != 0 || !S_ISREG(facts.st_mode)) {
      throw Garbled("a letter does not go into a file");
    }
    output = std::move(*next);
    begin = facts.st_size;
  }
  std::string_view source(std::size_t place) const {
    if (place >= sources.size()) {
      throw Garbled("a question lacks what it is about");
    }
    return sources[place]->bytes();
  }
  Limits limits() const {
    Limits limits;
    limits.plaintext = head.plaintext;
    limits.expansion = head.expansion;
    limits.crypto_time = std::chrono::seconds(head.crypto_seconds);
    return limits;
  }

  std::string bytes;
  Unpacker arguments;
  QuestionHead head;
  Descriptor stop, output, pipe;
  off_t begin = 0;  // of the output
  std::vector<std::unique_ptr<Mapped>> sources;
};

struct Answered {
  std::string values;
  std::size_t length = 0;  // of the output
  std::uint64_t sum = checksum({});
};

Answered told(std::string values, const Output& output) {
  if (output.length == 0) {
    return {std::move(values)};
  }
  return {std::move(values), output.length, output.sum};
}

void put(const Descriptor& file, std::string_view bytes) {
  for (std::size_t at = 0; at < bytes.size();) {
    const auto put =
        pwrite(file.get(), bytes.data() + at, bytes.size() - at, static_cast<off_t>(at));
    if (put < 0 && errno == EINTR) {
      continue;
    }
    if (put <= 0) {
      throw Fault(Permanence::kTransient, "the answer of GnuPG finds no room", "is there memory?");
    }
    at += static_cast<std::size_t>(put);
  }
}

class Service {
 public:
  Service(int socket, fs::path only) : socket_(socket), only_(std::move(only)) {}

  void run() {
    if (!send_packet(socket_, kProtocol)) {
      return;
    }
    for (;;) {
      Packet packet;
      if (receive_packet(socket_, packet, std::nullopt) != Received::kPacket) {
        return;
      }
      Question question(std::move(packet));
      if (!send_packet(socket_, answer(question))) {
        return;
      }
      bury_gpg();
    }
  }

  void sign_of_life() {
    if (number_ && Steady::now() - last_sign_ >= kSignEvery) {
      last_sign_ = Steady::now();
      (void)!send_packet(socket_, packed(Kind::kSignOfLife, *number_));
    }
  }

 private:
  std::string answer(Question& question) {
    AnswerHead head;
    head.number = question.head.number;
    head.question = question.head.what;
    number_ = head.number;
    last_sign_ = Steady::now();
    Answered answered;
    try {
      answered = work(question);
      question.arguments.end();
      head.length = answered.length;
      head.sum = answered.sum;
    } catch (const UnusableKey& fault) {
      head.outcome = Outcome::kUnusableKey;
      head.what = fault.fingerprint();
    } catch (const Fault& fault) {
      head.outcome = fault.transient() ? Outcome::kTransientFault : Outcome::kPermanentFault;
      head.what = std::string(fault.what()).substr(0, kMostWords);
      head.hint = fault.hint().substr(0, kMostWords);
    } catch (const Garbled&) {
      throw;
    } catch (const std::exception& fault) {  // the disk of the home, memory
      head.outcome = Outcome::kTransientFault;
      head.what = std::string("GnuPG's work failed: ").append(fault.what()).substr(0, kMostWords);
      head.hint = "is there memory, and may this user write the gnupg folder?";
    }
    if (head.outcome != Outcome::kDone) {
      answered.values.clear();
    }
    number_.reset();
    return packed(head) + answered.values;
  }

  // GPGME's gpg is the child of one that ends at once: as subreaper (main.cpp) we inherit it.
  void bury_gpg() const {
    while (!only_.empty() && waitpid(-1, nullptr, WNOHANG) > 0) {
    }
  }

  // The last ones used are kept.
  Session& session(const QuestionHead& head) {
    const auto known = std::find_if(sessions_.begin(), sessions_.end(), [&](const auto& one) {
      return one.number == head.session && one.home == head.home;
    });
    if (known != sessions_.end()) {
      return *known->session;
    }
    if (sessions_.size() >= kMostSessions) {
      sessions_.pop_front();
    }
    sessions_.push_back({head.session, head.home, std::make_unique<Session>(head.home)});
    return *sessions_.back().session;
  }

  static std::string verdict(Result& result) {
    result.detail.resize(std::min(result.detail.size(), kMostWords));
    result.signatures.resize(std::min(result.signatures.size(), kMostSignatures));
    return packed(result);
  }

  template <typename T>
  static Answered out(const Question& question, const T& values) {
    const auto bytes = packed(values);
    put(question.output, bytes);
    return {{}, bytes.size(), checksum(bytes)};
  }

  Answered work(Question& question) {
    const auto& head = question.head;
    if (!only_.empty() && (head.what > kLastOfWorker || head.home != only_)) {
      throw Fault(Permanence::kPermanent, "a worker may not ask that of GnuPG",
                  "report this: it is a fault of the program, or an attack");
    }
    if (head.what <= Ask::kDecrypt) {
      return mail(question);
    }
    return ring(question);
  }

  // What an Engine asks.
  Answered mail(Question& question) {
    auto& asked = session(question.head);
    asked.begin(question.limits(), question.stop.get());
    auto& arguments = question.arguments;
    Output out_file;
    out_file.file = question.output.get();
    Result result;
    switch (question.head.what) {
      case Ask::kDecryptVerify:
        result = asked.decrypt_verify(question.source(0), out_file);
        return told(verdict(result), out_file);
      case Ask::kDecryptUnproved:
        result = asked.decrypt_unproved(question.source(0), out_file);
        return told(verdict(result), out_file);
      case Ask::kVerifyDetached:
        result = asked.verify_detached(question.source(0), question.source(1));
        return {verdict(result)};
      case Ask::kVerifyMessage:
        result = asked.verify_message(question.source(0), out_file);
        return told(verdict(result), out_file);
      case Ask::kUnwrap:
        asked.unwrap(question.source(0), out_file);
        return told({}, out_file);
      case Ask::kSeal: {
        const auto signer = arguments.get<std::string>();
        asked.seal(question.source(0), signer, arguments.get<std::vector<std::string>>(), out_file);
        return told({}, out_file);
      }
      case Ask::kSealStream: {
        const auto signer = arguments.get<std::string>();
        const auto recipients = arguments.get<std::vector<std::string>>();
        const auto size = arguments.get<std::uint64_t>();
        out_file.begin = question.begin;
        out_file.crlf = true;
        asked.seal_stream(question.pipe.get(), size, signer, recipients, out_file);
        return told({}, out_file);
      }
      case Ask::kSign: {
        const auto signer = arguments.get<std::string>();
        asked.sign(question.source(0), signer, arguments.get<bool>(), out_file);
        return told({}, out_file);
      }
      case Ask::kPublicKey:
        return out(question, asked.public_key(arguments.get<std::string>()));
      case Ask::kEncrypt:
        asked.seal(question.source(0), {}, arguments.get<std::vector<std::string>>(), out_file);
        return told({}, out_file);
      case Ask::kDecrypt:
        return {packed(asked.decrypt(question.source(0)))};
      case Ask::kKey:
        return out(question, asked.key(arguments.get<std::string>()));
      case Ask::kKeys:
        return out(question, asked.keys(arguments.get<bool>()));
      case Ask::kOffered:
        if (!only_.empty()) {
          sweep_throw_away_homes();  // they lie in its own home
        }
        return out(question, look_at_offered(question.source(0), question.source(1)));
      case Ask::kForgetKeys:
        asked.forget_keys();
        return {};
      default:
        throw Garbled("a question is none of its kind");
    }
  }

  // What verbs ask, and the supervisor before there are workers.
  Answered ring(Question& question) {
    const fs::path home = question.head.home;
    auto& arguments = question.arguments;
    const auto text = [&] { return arguments.get<std::string>(); };
    switch (question.head.what) {
      case Ask::kVersion:
        return {packed(installed_gnupg())};
      case Ask::kMakeGatewayKey:
        return out(question, create_gateway_key(home, arguments.get<UserId>()));
      case Ask::kImportGatewayKey:
        return out(question, take_gateway_key(home, question.source(0), text()));
      case Ask::kAddressesInRing:
        return out(question, addresses_in_ring(home, text()));
      case Ask::kAddressesOfOwn:
        return out(question, addresses_of_own(home, text()));
      case Ask::kBuildRing: {
        Unpacker from(question.source(0));
        const auto own = from.get<std::vector<OwnKey>>();
        const auto files = from.get<std::vector<KeyFile>>();
        const auto wanted = from.get<std::vector<std::string>>();
        return out(question, build_ring(home, own, files, wanted));
      }
      case Ask::kInspect:
        return out(question, inspect(question.source(0)));
      case Ask::kExport:
        return out(question, export_bytes(home, {text()}, true));
      case Ask::kKeepOwnPublicKey:
        keep_public_key(home, question.source(0));
        return {};
      case Ask::kWithExpiry: {
        const auto fingerprint = text();
        using Until = std::optional<std::chrono::sys_seconds>;
        return out(question, renewed(home, fingerprint, arguments.get<Until>()));
      }
      case Ask::kMakeFurtherKey:
        return out(question, create_further_key(home, arguments.get<UserId>()));
      case Ask::kOpenedBy:
        return out(question, open_with(home, text(), question.source(0)));
      case Ask::kPoolLoad:
        return out(question, load_into(home, question.source(0)));
      case Ask::kPoolAdd:
        return out(question, add_to(home, question.source(0)));
      case Ask::kSha1Bound:
        return out(question, sha1_bound(question.source(0)));
      default:
        throw Garbled("a question is none of its kind");
    }
  }

  struct Kept {
    std::uint64_t number;
    std::string home;
    std::unique_ptr<Session> session;
  };

  int socket_;
  fs::path only_;
  std::deque<Kept> sessions_;            // the newest last
  std::optional<std::uint64_t> number_;  // of the question in hand
  Steady::time_point last_sign_;
};

}  // namespace

void serve(int socket, const fs::path& only) {
  Service service(socket, only);
  serve_line(socket, [&service] { service.sign_of_life(); });
  try {
    service.run();
  } catch (const Garbled&) {  // nothing more can be said over it
  }
  serve_line(-1, {});
}

}  // namespace pouch::mail::openpgp
