// For tests: a PDF of one page.
#pragma once

#include <string>

namespace pouch::gateway {

// A page whose content is these operators.
inline std::string pdf(const std::string& operators) {
  return "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]"
         "/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
         "/Resources<</Font<</F 5 0 R>>>>>>endobj\n4 0 obj<</Length " +
         std::to_string(operators.size()) + ">>stream\n" + operators +
         "\nendstream endobj\n5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
         "trailer<</Root 1 0 R>>\n";
}

inline std::string shown(const std::string& text) {
  return "BT /F 12 Tf 50 700 Td (" + text + ") Tj ET";
}

inline std::string pdf_saying(const std::string& text) { return pdf(shown(text)); }

}  // namespace pouch::gateway
