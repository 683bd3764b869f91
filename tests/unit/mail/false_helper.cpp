// Stands for pouch-openpgp and breaks one of its rules, the one that $POUCH_FALSE names. What it
// would have said truly is that it opened a mail and found kTold in it.
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

#include "mail/openpgp/question.hpp"

using namespace pouch::mail::openpgp;

namespace {

constexpr int kLine = 3;

void say(const std::string& bytes, const std::vector<int>& descriptors = {}) {
  (void)!send_packet(kLine, bytes, descriptors);
}

[[noreturn]] void hang() {
  for (;;) {
    pause();
  }
}

}  // namespace

int main() {
  const char* stated = std::getenv("POUCH_FALSE");
  const std::string fault = stated == nullptr ? "" : stated;
  const auto is = [&](const char* one) { return fault == one; };
  if (is("ends at once")) return 0;
  if (is("says nothing")) hang();
  say(is("is another program") ? "pouch-crypto 1 smime" : std::string(kProtocol));
  Packet packet;
  while (receive_packet(kLine, packet, std::nullopt) == Received::kPacket) {
    Unpacker unpack(packet.bytes);
    const auto question = unpack.get<QuestionHead>();
    const int out = packet.descriptors.empty() ? -1 : packet.descriptors.back().get();
    if (is("hangs")) hang();
    if (is("ends")) return 1;
    if (is("is killed")) raise(SIGKILL);
    const std::string told(10000, 't');
    const auto half = told.substr(0, is("writes half") ? told.size() / 2 : told.size());
    (void)!pwrite(out, half.data(), half.size(), 0);
    AnswerHead head;
    head.number = question.number;
    head.question = question.what;
    head.length = told.size();
    head.sum = checksum(told);
    if (is("answers another")) ++head.number;
    if (is("answers another question")) head.question = Ask::kKey;
    if (is("says a wrong checksum")) ++head.sum;
    if (is("says more than there can be")) head.length = std::uint64_t{1} << 40;
    if (is("asks itself")) head.kind = Kind::kQuestion;
    if (is("lives for another")) {
      say(packed(Kind::kSignOfLife, question.number + 1));
      hang();
    }
    Result result;
    result.judgement = is("judges as nobody can") ? static_cast<Judgement>(99) : Judgement::kGood;
    result.encrypted = true;
    auto answer = question.what == Ask::kSealStream ? packed(head) : packed(head, result);
    if (is("says garbage")) answer = std::string(100, '\x5A');
    if (is("says nothing in its answer")) answer = "x";
    if (is("says too little")) answer.resize(answer.size() - 3);
    if (is("says too much")) answer += "more";
    if (is("says more than a packet holds")) {
      const std::string large(100000, 'x');
      (void)!write(kLine, large.data(), large.size());
      continue;
    }
    if (is("hands something over")) {
      say(answer, {0});
      continue;
    }
    say(answer);
  }
}
