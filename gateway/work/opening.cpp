#include "gateway/work/opening.hpp"

namespace pouch::gateway {

Opening opening_of(Store& store, const CaseNumber& number) {
  const auto contents = store.contents(number, 1);
  return {contents.subject, contents.form_json.empty()
                                ? std::nullopt
                                : std::optional(templates::from_json(contents.form_json))};
}

}  // namespace pouch::gateway
