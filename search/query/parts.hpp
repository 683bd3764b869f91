// The years of an index opened for reading, those here and those that are served elsewhere, joined
// into one database. Numbers of documents interleave in it. Private to the reader.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <vector>

#include "search/index/connection.hpp"
#include "search/query/query.hpp"

namespace pouch::search {

class Parts {
 public:
  Parts(std::filesystem::path folder, const Blind& blind, Elsewhere elsewhere);

  // What was committed since, too. False while nothing was accepted yet: an empty archive. Throws
  // Xapian::Error and Fault of what lies here alone.
  bool open_here();
  // Those elsewhere as well, that are not connected to and did not fail a moment ago.
  void connect();
  // A connection of which an answer was not read to its end tells nothing more: all are made anew
  // by connect().
  void drop_connections();
  // The same when one of them failed; of what fails once more the years are missing.
  void lose_connections(const std::string& flaw);

  // Of the commit log, when what lies here was last opened: all up to there is in it.
  std::uint64_t position() const { return position_; }
  bool empty() const { return parts_.empty(); }
  bool any_elsewhere() const { return connected_ > 0; }
  const Xapian::Database& all() const { return all_; }
  std::vector<MissingYear> missing() const;
  std::map<int, std::uint64_t> changes() const;

  struct Part {
    int year = 0;
    Xapian::Database database;
    bool elsewhere = false;
  };
  struct Place {
    const Part* part;
    Xapian::docid id;  // in it
  };
  Place place(Xapian::docid joined) const;
  const std::vector<Part>& each() const { return parts_; }

 private:
  using Clock = std::chrono::steady_clock;
  struct Remote {
    RemoteShard shard;
    Connected now{};
    bool connected = false;
    Clock::time_point again{};  // not before
  };

  void open_years(const std::set<int>& years);
  void join();

  std::filesystem::path folder_;
  const Blind& blind_;
  bool asked_;
  std::vector<Remote> remotes_;
  std::map<int, Xapian::Database> here_;
  std::set<int> nowhere_;  // neither here nor served elsewhere
  std::vector<Part> parts_;
  Xapian::Database all_;
  std::size_t connected_ = 0;
  std::uint64_t position_ = 0;
  int lost_ = 0;
};

}  // namespace pouch::search
