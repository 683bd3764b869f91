// What the archive's index gets to know of a message, from what the store holds of it.
#pragma once

#include "gateway/store/bodies.hpp"
#include "search/index/index.hpp"
#include "templates/template.hpp"

namespace pouch::gateway {

search::Document document_of(const Message& message, Body& body, const Case* subject,
                             const templates::TemplateSet& templates);

}  // namespace pouch::gateway
