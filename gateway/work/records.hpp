// The look-ups of decisions on forms to the gateway itself, out of the store.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gateway/cases/answered.hpp"
#include "gateway/decide/admission.hpp"
#include "gateway/decide/records.hpp"
#include "gateway/site/runtime.hpp"
#include "gateway/store/store.hpp"

namespace pouch::gateway {

Records records_of(const Runtime& runtime, Store& store);  // refers to the store

// The letter of ours with that Message-ID, and what it asks a permission for.
std::optional<AnsweredLetter> answered_letter(Store& store, const std::string& message_id);
// Letters of a case that went to an address of this sender or of a desk of theirs, newest first.
std::vector<AnsweredLetter> letters_to(Store& store, const config::Directory& directory,
                                       const Sender& sender, const CaseNumber& number);

}  // namespace pouch::gateway
