// What pouch-openpgp does, in a thread of this process: for tests that meddle with how GPGME starts
// its gpg.
#pragma once

#include <memory>
#include <thread>
#include <utility>

#include "mail/gnupg/service.hpp"
#include "mail/openpgp/helper.hpp"

namespace pouch::mail::test {

class InThisProcess {
 public:
  InThisProcess() : InThisProcess(openpgp::socket_pair()) {}
  ~InThisProcess() {
    helper_->rest();  // the thread sees nobody there any more
    thread_.join();
  }
  InThisProcess(const InThisProcess&) = delete;
  InThisProcess& operator=(const InThisProcess&) = delete;
  const std::shared_ptr<openpgp::Helper>& helper() const { return helper_; }

 private:
  explicit InThisProcess(std::pair<openpgp::Descriptor, openpgp::Descriptor> line)
      : helper_(openpgp::Helper::at(std::move(line.first))),
        thread_([its = std::make_shared<openpgp::Descriptor>(std::move(line.second))] {
          openpgp::serve(its->get(), {});
        }) {}
  std::shared_ptr<openpgp::Helper> helper_;
  std::thread thread_;
};

}  // namespace pouch::mail::test
