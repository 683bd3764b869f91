// Small pictures beside the files of a case. Nobody asks for one by itself: they belong to the page
// of the case, whose row in the audit log says of how many files. So one is drawn only for a
// session that was shown that page, once for each time it was shown; and none any more after two
// that could not be drawn, for a file that takes all its time keeps everybody waiting.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "gateway/archive/read_case.hpp"
#include "gateway/web/answers/case.hpp"

namespace pouch::gateway {

class SmallPictures {
 public:
  // Number of a message, and which of its files.
  using Files = std::set<std::pair<std::string, std::uint64_t>>;
  // Those of a case that have one: the first of the kinds that are drawn, none of them large.
  static Files of(const ReadCase& read);
  // The page says which, and from now on they can be asked for.
  void offer(const std::string& session, CasePage& page, Files files);
  // False: it is not to be had, or was had already.
  [[nodiscard]] bool take(const std::string& session, const std::string& number,
                          const Files::value_type& file);
  void failed(const std::string& session, const std::string& number);

 private:
  struct Offered {
    Files left;
    int failures = 0;
  };
  std::map<std::pair<std::string, std::string>, Offered> offered_;  // by session and case
};

}  // namespace pouch::gateway
