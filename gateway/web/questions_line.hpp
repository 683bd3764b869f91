// The line between the processes web and answering: a SOCK_SEQPACKET pair of which the supervisor
// keeps both ends, so that one that dies is missed by none but whose question was in hand. A
// question is one packet with its number; an answer comes in pieces, one packet each, which all
// bear that number, the first an empty one when the question is taken in hand. Who begins to answer
// says so: what the one before had in hand is then told as lost, not waited for. web asks nothing
// else of anybody, by send(2) and recv(2) that do not wait.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "gateway/web/answers.hpp"
#include "gateway/web/questions.hpp"

namespace pouch::gateway {

struct WebAnswered {
  std::uint64_t number = 0;  // of the question
  WebAnswer answer{};
};

// The end of web. What does not come within the asker's patience is forgotten by its number.
// Numbers go on from one that nobody can guess: the line outlives who asks, and what the one before
// it had asked for is no answer to the next one's questions.
class QuestionLine {
 public:
  explicit QuestionLine(int descriptor);  // not its own
  QuestionLine(int descriptor, std::uint64_t before) : descriptor_(descriptor), last_(before) {}
  int descriptor() const { return descriptor_; }  // readable: call next()
  // Its number. nullopt: the question is longer than may be asked, or the line is full.
  std::optional<std::uint64_t> ask(const WebQuestion& question);
  // The next answer that is whole, or kNotNow for a question that was lost with who had it in hand;
  // nullopt: no more for now.
  std::optional<WebAnswered> next();
  void forget(std::uint64_t number);

 private:
  int descriptor_;
  std::uint64_t last_;
  struct Begun {
    bool taken = false;
    std::string octets{};  // of its answer
  };
  std::map<std::uint64_t, Begun> begun_;
  std::vector<std::uint64_t> lost_;
};

// The end of answering, which one process has at a time: until `stop` is readable. A packet that is
// no question is answered with kNotFound. An answer that nobody takes for kPatienceWithWeb is
// dropped.
void answer_questions(int line, int stop,
                      const std::function<WebAnswer(const WebQuestion&)>& answer);

}  // namespace pouch::gateway
