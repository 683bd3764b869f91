// Text made shorter where it is base64 in lines, as armour and attached files are: each line of
// digits alone becomes the octets that it says, three for four, without its line end. What comes
// back is the text, octet for octet, whatever it was. Piece by piece; of the text no more than some
// lines are held. Layout: blocks, each one octet (0: as it is, 1: lines), then
//   as it is  the number of octets (2 octets, the lowest first), the octets
//   lines     digits in each (1, a multiple of 4), its line end (1: LF, 2: CR LF), the number of
//             lines (2), their octets
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace pouch::gateway {

class LinesFolder {
 public:
  using Sink = std::function<void(std::string_view)>;
  explicit LinesFolder(Sink sink);
  void take(std::string_view piece);
  void finish();

 private:
  void line(std::string_view text);
  bool as_digits(std::string_view text);
  void end_lines();
  void end_rest();
  void add_rest(std::string_view text);

  Sink sink_;
  std::string begun_;  // a line whose end has not come
  std::string rest_;   // as it is
  std::string octets_;
  std::size_t digits_ = 0, ending_ = 0, lines_ = 0;  // of the lines in `octets_`
};

class LinesUnfolder {
 public:
  using Sink = std::function<bool(std::string_view)>;  // false: no more is wanted
  explicit LinesUnfolder(Sink sink);
  // False: no more is wanted, or it is none of those blocks.
  bool take(std::string_view piece);
  bool is_whole() const { return good_ && head_.empty() && left_ == 0; }
  bool good() const { return good_; }

 private:
  bool begin();
  bool give(std::string_view octets);

  Sink sink_;
  std::string head_, line_, text_;
  std::size_t left_ = 0, digits_ = 0, ending_ = 0;
  bool good_ = true;
};

}  // namespace pouch::gateway
