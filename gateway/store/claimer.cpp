#include "gateway/store/claimer.hpp"

#include <unistd.h>

#include <fstream>
#include <iterator>
#include <sstream>
#include <vector>

#include "gateway/fault.hpp"

namespace pouch::gateway {
namespace {

constexpr std::size_t kState = 0;       // field 3, counted after the name
constexpr std::size_t kStartTime = 19;  // field 22

std::string boot() {
  std::ifstream file("/proc/sys/kernel/random/boot_id");
  std::string id;
  std::getline(file, id);
  return id;
}

// Empty when there is no such process, or it is only waiting to be buried.
std::string start_of(const std::string& process) {
  std::ifstream file("/proc/" + process + "/stat");
  std::string line;
  std::getline(file, line);  // a stream buffer would throw when the process ends meanwhile
  const auto name_end = line.rfind(')');  // the name may hold spaces and brackets
  if (name_end == std::string::npos) {
    return {};
  }
  std::istringstream rest(line.substr(name_end + 1));
  const std::vector<std::string> fields{std::istream_iterator<std::string>(rest), {}};
  if (fields.size() <= kStartTime || fields[kState] == "Z" || fields[kState] == "X") {
    return {};
  }
  return fields[kStartTime];
}

std::string claimer_text(const std::string& process, const std::string& start) {
  return process + " " + start + " " + boot();
}

}  // namespace

std::string this_process() {
  const auto process = std::to_string(::getpid());
  const auto start = start_of(process);
  if (start.empty()) {
    throw Fault(true, "spool: /proc cannot be read", "pouch needs /proc to know its own processes");
  }
  return claimer_text(process, start);
}

bool is_living(std::string_view claimer) {
  const std::string process(claimer.substr(0, claimer.find(' ')));
  const auto start = start_of(process);
  return !start.empty() && claimer_text(process, start) == claimer;
}

}  // namespace pouch::gateway
