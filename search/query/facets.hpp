// Counts the values of fields among the hits of a question while Xapian looks at them, from the
// sealed values in the index: no message is opened. Private to the reader.
#pragma once

#include <memory>
#include <vector>

#include "search/index/fields.hpp"
#include "search/index/xapian_door.hpp"
#include "search/query/query.hpp"

namespace pouch::search {

class FacetCount {
 public:
  explicit FacetCount(Xapian::Enquire& enquire);  // before its get_mset()
  std::size_t counted() const;                    // hits that were looked at
  std::vector<Facet> facets(const Blind& blind) const;

 private:
  struct Counted {
    std::string_view field;
    std::unique_ptr<Xapian::ValueCountMatchSpy> spy;
  };
  std::vector<Counted> fields_;
  Xapian::ValueCountMatchSpy days_{kDaySlot};
};

}  // namespace pouch::search
