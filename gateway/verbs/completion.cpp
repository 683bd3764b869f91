// pouch completion bash: prints what the package installs for bash to read. Made when the program
// is built; not for people.
#include "gateway/verbs/bash_completion.hpp"
#include "gateway/verbs/terminal.hpp"
#include "gateway/verbs/verb.hpp"

namespace pouch::gateway {

void add_completion(Verb& pouch) {
  auto& verb = pouch.add("completion", "What a shell needs to complete words of this program");
  verb.hide();
  verb.add("bash", "for bash").action([&pouch](const Call&) {
    write_data(bash_completion(pouch.row()));
    return static_cast<int>(kDone);
  });
}

}  // namespace pouch::gateway
