#include "gateway/work/opening.hpp"

#include "gateway/store/bodies.hpp"

namespace pouch::gateway {

Opening opening_of(Store& store, const CaseNumber& number) {
  const auto said = store.bodies().text({number, 1});
  return {said.subject, said.form_json.empty()
                            ? std::nullopt
                            : std::optional(templates::from_json(said.form_json))};
}

}  // namespace pouch::gateway
