#include "gateway/work/opening.hpp"

namespace pouch::gateway {

Opening opening_of(Bodies& bodies, const CaseNumber& number) {
  const auto said = bodies.text({number, 1});
  return {said.subject, said.form_json.empty()
                            ? std::nullopt
                            : std::optional(templates::from_json(said.form_json))};
}

}  // namespace pouch::gateway
