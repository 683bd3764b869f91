// Whom this process asks for OpenPGP: pouch-openpgp (mail/gnupg), a small program that holds GPGME.
// A verb starts its own when it needs one first (beside this program, or what $POUCH_OPENPGP
// names); a worker of the daemon may start none, and is handed one after the other by the
// supervisor. One that ends, hangs beyond the deadline and a few seconds, or says what is no answer
// to the question is given up, and the question ends in a transient Fault: the mail waits; the next
// question goes to the next program. Nothing of its output is looked at before an answer says how
// much of it there is, with the checksum of that. One question at a time.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "mail/limits.hpp"
#include "mail/openpgp/home.hpp"
#include "mail/openpgp/question.hpp"

namespace pouch::mail::openpgp {

inline constexpr std::chrono::seconds kRingTime{60};       // one step of work on a ring
inline constexpr std::size_t kLargestValues = 256u << 20;  // of a ring, or of the keys in it

class Feed;

struct Wanted {
  Ask what{};
  std::filesystem::path home;
  std::string arguments{};
  std::vector<std::string_view> sources{};
  std::size_t output = 0;  // how much may come out; 0: no file for it
  Limits limits{};
  int stop = -1;  // as Engine says
  std::uint64_t session = 0;
  std::chrono::seconds time = kRingTime;  // to an answer, or to the next sign of life
  Feed* feed = nullptr;                   // a source that is made meanwhile
  int into = -1;                          // a file on a disk for what comes out, behind what it has
};

class Helper {
 public:
  static std::shared_ptr<Helper> own();
  // A socket on which sockets of programs come, each with a name, one after the other, the next
  // when the last is of no use. The name of one that is to be ended goes back.
  static std::shared_ptr<Helper> handed(Descriptor control);
  static std::shared_ptr<Helper> at(Descriptor socket);  // one that runs already, and no other
  virtual ~Helper() = default;
  Helper(const Helper&) = delete;
  Helper& operator=(const Helper&) = delete;

  // `take` reads the values of the answer to their end, and gets what came out. Throws what the
  // program's work threw, and a transient Fault when it did not do it.
  using Take = std::function<void(Unpacker& values, Bytes output)>;
  virtual void ask(const Wanted& wanted, const Take& take) = 0;
  // It is not needed for a while: an own one ends.
  virtual void rest() = 0;
  virtual pid_t pid() const = 0;  // of an own one that runs; else -1
  // Of the values that came out, or of those in the answer.
  template <typename T>
  T told(const Wanted& wanted) {
    T value{};
    ask(wanted, [&](Unpacker& values, const Bytes& output) {
      if (wanted.output == 0) {
        values(value);
      } else {
        value = unpacked<T>(output);
      }
    });
    return value;
  }

 protected:
  Helper() = default;
};

// That of this process: its own one, until it is told of another.
std::shared_ptr<Helper> helper_of_process();
void use_helper(std::shared_ptr<Helper> helper);

}  // namespace pouch::mail::openpgp
