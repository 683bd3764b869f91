// What the page must remember, in state/web.db: challenges, sessions, searches of members, and what
// they spent of their budgets. Nothing of it can be read or used without the data key: secrets and
// names are keyed hashes, texts are sealed; times alone are plain. It is made when it is first
// needed and stands in no backup: who loses it asks for a new letter. A secret is 256 bits, in 64
// hex digits; a code 80 bits, in 16 letters of RFC 4648's base32 without those that look alike.
//
// Times come from the caller. Throws Fault as sqlite.hpp and vault.hpp do.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/cases/case.hpp"
#include "gateway/store/sqlite.hpp"
#include "gateway/store/vault.hpp"
#include "gateway/store/web_archives.hpp"

namespace pouch::gateway {

inline constexpr std::chrono::minutes kChallengeLife{10};
inline constexpr int kCodeTries = 5;
inline constexpr std::chrono::hours kBudgetTime{1};
inline constexpr std::chrono::days kWebSearchLife{30};
inline constexpr std::size_t kMostWebSearches = 500;  // of one member; the oldest go

// A letter with a link, and with a code for the browser that asked.
struct WebChallenge {
  std::int64_t letter = 0;  // its row (web_letters.hpp): written again, it takes its own place
  std::string who{};        // principal id
  std::string link{}, code{};
  std::string browser{};  // web_mark() of its cookie; empty: no code is taken
  Time until{};
};

// Who enters, and from where; it stays with the session.
struct WebEntry {
  std::string who{};
  std::string browser{};  // User-Agent: another one ends the session
  std::string network{};
  std::string keys{};  // what stood for his keys when he entered: other ones end the session
};

struct WebSession {
  std::string id{};  // to name it at /me; not what opens it
  WebEntry entry{};
  std::string way{};     // "link" or "code"
  std::string reason{};  // the last one given
  Time began{}, last{};
};

struct SessionLimits {
  std::chrono::seconds idle{std::chrono::minutes(20)};
  std::chrono::seconds longest{std::chrono::hours(8)};
  Time end_of(const WebSession& session) const;  // as things stand
};

struct WebSearch {
  std::string query{}, reason{};
  Time made{};
};

enum class Spent {
  kWithin,
  kAtOnce,  // the first one above: whoever watches is told
  kOver,
};

class WebBook {
 public:
  // `key`: of nothing else; `keys`: of the cases of which archives are made.
  WebBook(const std::filesystem::path& state, Secret key, CaseKeys* keys = nullptr);
  WebBook(const WebBook&) = delete;
  WebBook& operator=(const WebBook&) = delete;

  static std::string fresh_secret();
  static std::string fresh_code();                       // "8F3KQ2…": 16 letters
  static std::string typed_code(std::string_view text);  // as a person typed it; empty: it is none
  // What stands for a cookie, or for the token of a form of its session.
  std::string mark(std::string_view cookie) const;
  std::string form_token(std::string_view cookie) const;

  // --- challenges (web_challenges.cpp)
  void add(const WebChallenge& challenge, Time now);
  struct Seen {
    std::string who{};
    Time until{};
  };
  std::optional<Seen> see_link(std::string_view link, Time now);  // spends nothing
  std::optional<Seen> see_browser(std::string_view cookie, Time now);
  // The cookie of a session that begins; nullopt: there is no such challenge any more. All others
  // of this member end with it.
  std::optional<std::string> enter_by_link(std::string_view link, const WebEntry& entry, Time now);
  // A wrong code is counted; after kCodeTries none is taken, the link still is.
  std::optional<std::string> enter_by_code(std::string_view cookie, std::string_view code,
                                           const WebEntry& entry, Time now);

  // Where the browser of that cookie was on the way to when it had to enter; as long as a
  // challenge.
  void keep_wanted(std::string_view cookie, std::string_view place, Time now);
  std::string wanted(std::string_view cookie, Time now);  // empty: nowhere

  // --- sessions; one that has ended, or meets another browser, is removed
  std::optional<WebSession> session(std::string_view cookie, std::string_view browser,
                                    const SessionLimits& limits, Time now);
  void end(const std::string& session);  // by its id
  std::size_t end_all(std::string_view who);
  std::vector<WebSession> sessions_of(std::string_view who, const SessionLimits& limits, Time now);
  void set_reason(const WebSession& session, std::string_view reason);
  // When he looked the last time before this session; nullopt: never.
  std::optional<Time> last_look(const WebSession& session, Time now);

  // --- searches: his alone, by an id that tells nothing
  std::string keep_search(std::string_view who, const WebSearch& search);
  std::optional<WebSearch> search(std::string_view who, std::string_view id, Time now);

  // --- budgets: `most` of that kind in kBudgetTime, for that member or network
  Spent spend(std::string_view kind, std::string_view whose, std::size_t most, Time now);

  WebArchives& archives() { return archives_.value(); }

 private:
  std::string hashed(std::string_view kind, std::string_view text) const;
  std::string begin(const WebEntry& entry, std::string_view way, Time now);
  void forget_old(Time now);

  Database database_;
  Secret key_;
  std::optional<WebArchives> archives_;  // none without the keys of cases
};

}  // namespace pouch::gateway
