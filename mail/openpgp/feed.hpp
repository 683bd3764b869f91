// A text that is sealed while it is made: `give` writes it, in a thread of its own, into a pipe at
// whose other end pouch-openpgp reads. That must find exactly as many octets as were announced, so
// a text that breaks off is no text; whatever the program answers, its work counts only when
// `finish` comes back. Nothing here waits for ever: who reads no more, or has gone, ends the
// giving, and so does the end of this object.
#pragma once

#include <cstddef>
#include <exception>
#include <thread>

#include "mail/openpgp/wire.hpp"
#include "mail/pieces.hpp"

namespace pouch::mail::openpgp {

class Feed {
 public:
  // `size`: of all that `give` will put. A transient Fault when there are no descriptors left.
  Feed(const Give& give, std::size_t size);
  ~Feed();
  Feed(const Feed&) = delete;
  Feed& operator=(const Feed&) = delete;

  std::size_t size() const { return size_; }
  int reader() const { return reader_.get(); }
  void begin();  // the reader has been handed over, and is not ours any more
  // Breaks the giving off unless it is done. Throws what `give` threw (what is no Fault as a
  // transient one), and nothing when it was only broken off.
  void end();
  void finish();  // as `end`; and a transient Fault unless all was put

 private:
  void run();
  void put(std::string_view piece);

  const Give& give_;
  std::size_t size_, put_ = 0;
  Descriptor reader_, writer_, halt_;  // halt_: readable once the giving is to end
  std::thread thread_;
  std::exception_ptr thrown_;
  bool whole_ = false;
};

}  // namespace pouch::mail::openpgp
