// Answering: answers the questions of the page out of the store. It ends with each reload, as
// workers do: the next one knows who has left.
#include "gateway/archive/archive.hpp"
#include "gateway/confine/confine.hpp"
#include "gateway/extract/extract_line.hpp"
#include "gateway/process/jobs/beginning.hpp"
#include "gateway/process/jobs/lives.hpp"
#include "gateway/site/current_task.hpp"
#include "gateway/site/runtime.hpp"
#include "gateway/store/store.hpp"
#include "gateway/web/answering/answerer.hpp"
#include "gateway/web/questions_line.hpp"

namespace pouch::gateway {

int answering_life(const std::filesystem::path& config, const Inherited& inherited,
                   Waiter& waiter) {
  const auto data_key = read_data_key(inherited.data_key);
  const mail::Descriptor line(inherited.web);
  read_files_at(mail::openpgp::Descriptor(inherited.extract));
  confine(Job::kAnswering, has_years_elsewhere(config));
  auto runtime = load_runtime(config, Forms::kRead);
  take_slot(runtime.site, inherited);
  keep_from_gnupg(runtime.site);
  runtime.index_key = index_key(data_key);
  Store store(runtime.site.state, data_key);
  Answerer answerer(runtime, store);
  answer_questions(line.get(), waiter.stop_descriptor(), [&](const WebQuestion& question) {
    const CurrentTask doing("question");
    return answerer.answer(question);
  });
  return 0;
}

}  // namespace pouch::gateway
