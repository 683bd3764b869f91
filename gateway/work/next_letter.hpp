// The next letter of a book of rows that wait for theirs (store/waiting_rows.hpp): the row is
// written by `write`, put off, or ended as untold with the reason.
#pragma once

#include "gateway/work/operator_letter.hpp"

namespace pouch::gateway {

// False: none is due.
template <typename Book, typename Write>
bool write_next(const Runtime& runtime, Book& book, const Write& write) {
  const auto row = book.claim(runtime.now());
  if (!row) {
    return false;
  }
  write_or_leave(
      runtime, [&] { write(*row); },
      [&](const std::string& what, std::optional<Time> again) {
        again ? book.put_back(*row, *again, what, runtime.now())
              : book.end(*row, "untold", what, runtime.now());
      });
  return true;
}

}  // namespace pouch::gateway
