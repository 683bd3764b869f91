// bench_web: what the page costs through its real processes and their socket: time of desk, search
// and case, processor time of `web` and `answering` for each, and their memory.
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <functional>
#include <iostream>
#include <optional>
#include <regex>

#include "gateway/archive/archive.hpp"
#include "gateway/archive/document.hpp"
#include "gateway/archive/index_folder.hpp"
#include "gateway/site/opened_site.hpp"
#include "gateway/store/bodies.hpp"
#include "gateway/store/imports.hpp"
#include "gateway/store/messages.hpp"
#include "gateway/store/reservations.hpp"
#include "gateway/store/store.hpp"
#include "tests/bench/measure.hpp"
#include "tests/bench/texts.hpp"
#include "tests/system/browser.hpp"
#include "tests/system/harness.hpp"

namespace pouch::bench {
namespace {

namespace fs = std::filesystem;
using namespace pouch::gateway;

constexpr const char* kWhat =
    R"(bench_web: the page of a site of messages of 2 KB in cases of 20, of which 200 are requests that the
desk owes, through `pouch serve` and the socket of the page, a connection for each request.
  wall       from the connection to the last octet
  web, answering   processor time of each process
Aims: search at 1,000,000 messages 60 ms, 95 % 200; desk of 200 legs 15 ms; case of 20 messages 30 ms;
web 0.54 x the processor time of nginx for a static file; web 13 MB resident idle, 17 after abuse, answering 60.
Repeat: cmake --preset release && cmake --build --preset release --target bench_web &&
        build/release/tests/bench/bench_web [MESSAGES=10000 [ROUNDS=50 [COPIES]]]
  COPIES: the compacted years of the index so many times over, as further years: how searches grow. The
  store has MESSAGES of them: a hit of a copy is opened as the message that it is a copy of, and its
  hits lie in no more cases than those of one copy
)";

constexpr std::size_t kOfCase = 20, kOwed = 200, kFixed = 2000, kSlow = 200;
constexpr std::size_t kMostRounds = 50;  // of what has a budget of 60 an hour
constexpr const char* kOrigin = "https://pouch.example";
constexpr const char* kMember = "dimitar@police.bg.example";

int connected(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path.data(), std::min(path.size(), sizeof address.sun_path - 1));
  const int line = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (connect(line, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    close(line);
    throw std::runtime_error("nobody listens at " + path);
  }
  return line;
}

// One kept connection that asks for the same again and again.
class Kept {
 public:
  Kept(const std::string& socket, const std::string& path)
      : line_(connected(socket)),
        request_("GET " + path + " HTTP/1.1\r\nHost: pouch.example\r\n\r\n") {}
  ~Kept() { close(line_); }
  Kept(const Kept&) = delete;
  Kept& operator=(const Kept&) = delete;

  void ask() {
    if (write(line_, request_.data(), request_.size()) != static_cast<ssize_t>(request_.size())) {
      throw std::runtime_error("the connection was closed");
    }
    std::string answer;
    std::size_t whole = 0;
    while (whole == 0 || answer.size() < whole) {
      std::array<char, 65536> piece{};
      const auto got = read(line_, piece.data(), piece.size());
      if (got <= 0) {
        throw std::runtime_error("the connection was closed");
      }
      answer.append(piece.data(), static_cast<std::size_t>(got));
      const auto head = answer.find("\r\n\r\n");
      if (whole == 0 && head != std::string::npos) {
        const auto at = answer.find("Content-Length: ");
        whole = head + 4 + std::stoul(answer.substr(at + 16));
      }
    }
    if (answer.compare(0, 12, "HTTP/1.1 200") != 0) {
      throw std::runtime_error("answered " + answer.substr(0, 30));
    }
  }

 private:
  int line_;
  std::string request_;
};

// nginx with one file at a socket; nothing where it is not installed.
class StaticServer {
 public:
  StaticServer(const fs::path& folder, const std::string& octets)
      : socket((folder / "n").string()), folder_(folder) {
    fs::create_directories(folder / "files");
    test::write_file(folder / "files" / "page", octets);
    std::string text = geteuid() == 0 ? "user root;\n" : "";
    text += "daemon off;\nworker_processes 1;\npid " + (folder / "pid").string() +
            ";\nerror_log /dev/null;\nevents {}\nhttp {\naccess_log off;\n"
            "keepalive_requests 1000000;\n";
    for (const std::string kind : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"}) {
      text += kind + "_temp_path " + (folder / kind).string() + ";\n";
    }
    text += "server { listen unix:" + socket + "; root " + (folder / "files").string() + "; }\n}\n";
    test::write_file(folder / "nginx.conf", text);
    master_ = test::start_bound(
        {"/usr/sbin/nginx", "-c", (folder / "nginx.conf").string(), "-e", "/dev/null"});
    if (!test::eventually([&] { return fs::exists(socket); })) {
      throw std::runtime_error("nginx does not start");
    }
  }
  ~StaticServer() {
    kill(master_, SIGTERM);
    test::await(master_);
  }
  StaticServer(const StaticServer&) = delete;
  StaticServer& operator=(const StaticServer&) = delete;

  static bool is_there() { return fs::exists("/usr/sbin/nginx"); }
  pid_t worker() const {
    const auto children = contents_of("/proc/" + std::to_string(master_) + "/task/" +
                                      std::to_string(master_) + "/children");
    return std::stoi(children);
  }

  const std::string socket;

 private:
  fs::path folder_;
  pid_t master_ = -1;
};

class Pages {
 public:
  Pages(std::size_t messages, std::size_t rounds, std::size_t copies)
      : messages_(messages), rounds_(std::min(rounds, kMostRounds)), copies_(copies) {}

  void run() {
    std::cout << kWhat << std::flush;
    set_up();
    fill();
    site_.start();
    web_ = site_.process("process web");
    answering_ = site_.process("process answering");
    if (!test::eventually([&] { return browser().get("/enter").status == 200; })) {
      throw std::runtime_error("the page does not answer");
    }
    std::printf("%zu messages in %zu years of the index, %zu requests owed, %zu rounds\n",
                messages_ * std::max<std::size_t>(copies_, 1), years_, owed_.size(), rounds_);
    print_memory("at rest");
    enter();
    pages();
    beside_nginx();
    print_memory("after these");
    abuse();
    print_memory("after the abuse");
    site_.stop();
  }

 private:
  test::Browser browser() const { return {socket_, kOrigin}; }

  void set_up() {
    site_.set("web.listen", "\"unix:" + socket_ + "\"");
    site_.set("web.origin", "\"" + std::string(kOrigin) + "\"");
    auto text = site_.directory();
    const std::string rights = "rights = [\"send\", \"search\"]";
    const auto at = text.find(rights, text.find("id = \"dimitar\""));
    if (at == std::string::npos) {
      throw std::runtime_error("the site of tests has changed");
    }
    text.insert(at + rights.size(), "\ndesks = [\"nfp-bg\"]");
    site_.write_directory(text);
  }

  void fill() {
    OpenedSite opened(site_.folder() / "pouch.toml", Forms::kRead);
    const auto& state = opened.runtime().site.state;
    index(opened);
    if (copies_ > 0) {
      copy(index_folder(state));
    }
    leave_as_it_is(state);
  }

  void index(OpenedSite& opened) {
    auto& store = opened.store();
    const auto& runtime = opened.runtime();
    search::Writer writer(index_folder(runtime.site.state), index_key(opened.data_key()));
    for (std::size_t done = 0; done < messages_; done += kOfCase) {
      auto group = group_of(store, done);
      if (store.imports().commit(group) != CommitResult::kDone) {
        throw std::runtime_error("a case changed while it was filled");
      }
      store.imports().end(group.name, group.subject.number, {}, group.at);
      for (std::size_t i = 0; i < kOfCase; ++i) {
        const auto message = store.messages().find(static_cast<std::int64_t>(done + i + 1));
        auto body = store.bodies().open(message->number);
        writer.put(document_of(*message, body, &group.subject, runtime.templates));
      }
      if (done % 1000 == 0) {
        writer.commit(done + kOfCase);
      }
    }
    writer.commit(messages_);
  }

  // The compacted years take the place of the index, each so many times.
  void copy(const fs::path& index) {
    const auto years = search::read_head(index).value().years;
    if (years.size() * copies_ > search::kLastYear - search::kFirstYear + 1) {
      throw std::runtime_error("an index has not so many years");
    }
    const auto compact = beside_.path() / "compact";
    fs::create_directory(compact);
    for (const auto year : years) {
      search::compact_shard(index, year, search::shard_folder(compact, year));
      fs::remove_all(search::shard_folder(index, year));
    }
    search::IndexHead head{messages_, {}, {}};
    for (std::size_t i = 0; i < copies_; ++i) {
      for (const auto year : years) {
        const int as = search::kLastYear - static_cast<int>(head.years.size());
        fs::copy(search::shard_folder(compact, year), search::shard_folder(index, as));
        head.years.insert(as);
      }
    }
    search::write_head(index, head);
    fs::remove_all(compact);
  }

  // Nobody makes it smaller while it is searched, whatever the hour (archive/index_compaction.hpp).
  void leave_as_it_is(const fs::path& state) {
    std::string note;
    for (const auto& shard : search::shards_in(index_folder(state))) {
      note += std::to_string(shard.year) + " " + std::to_string(shard.documents) + " " +
              std::to_string(shard.revision) + "\n";
      ++years_;
    }
    test::write_file(state / "index.compacted", note);
  }

  ImportGroup group_of(Store& store, std::size_t done) {
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    Case subject{store.reservations().reserve(0, "SEL", now).number};
    const bool owed = owed_.size() < kOwed;
    subject.kind = owed ? CaseKind::kRequest : CaseKind::kArchive;
    subject.community = "police";
    subject.requester = "ana";
    subject.requester_country = "RO";
    subject.opened = now - std::chrono::days(2);
    subject.handling = {"H1"};
    subject.messages = kOfCase;
    if (owed) {
      Leg leg;
      leg.country = "BG";
      leg.desk = "nfp-bg";
      leg.since = subject.opened;
      leg.deadline = now + std::chrono::hours(owed_.size());
      subject.legs.push_back(leg);
      owed_.push_back(subject.number.text());
    }
    ImportGroup group{std::to_string(done), std::move(subject), true, {}, {}, now};
    for (std::size_t i = 0; i < kOfCase; ++i) {
      const auto text = texts_.next();
      if (i == 0) {
        names_.push_back(text.names[0].substr(text.names[0].find(' ') + 1));
      }
      Message row{0, {group.subject.number, static_cast<int>(i + 1)}};
      row.form = "note";
      row.sender = "ana";
      row.sender_country = text.country;
      row.received = row.signed_at = text.day;
      row.message_id = std::to_string(done + i) + "@police.ro.example";
      row.readers = {"desk:nfp-bg"};
      group.mails.push_back(
          {{std::move(row), {text.subject, text.body, "", {}}, mail::Bytes("raw mail")},
           std::nullopt,
           "mark " + std::to_string(done + i)});
    }
    return group;
  }

  void enter() {
    member_.emplace(browser());
    member_->post("/enter", {{"address", kMember}});
    if (!test::eventually([&] { return !site_.letters(kMember).empty(); })) {
      throw std::runtime_error("no letter lets in");
    }
    const auto letter = site_.newest("dimitar");
    std::smatch found;
    if (!std::regex_search(letter.text, found, std::regex("(/enter/[0-9a-f]{64})\\b"))) {
      throw std::runtime_error("the letter has no link");
    }
    member_->get(found[1]);
    if (member_->follow(member_->post(found[1], {})).status != 200) {
      throw std::runtime_error("the link lets nobody in");
    }
  }

  void page(const char* name, const std::function<std::string()>& path) {
    std::vector<double> walls;
    std::size_t octets = 0;
    double web = 0, answering = 0;
    for (std::size_t i = 0; i < rounds_; ++i) {
      const auto where = path();
      const auto web_before = cpu_of(web_), answering_before = cpu_of(answering_);
      const Stopwatch watch;
      const auto shown = member_->get(where);
      walls.push_back(watch.wall());
      web += cpu_of(web_) - web_before;
      answering += cpu_of(answering_) - answering_before;
      if (shown.status != 200) {
        throw std::runtime_error(where + " answered " + std::to_string(shown.status));
      }
      octets = std::max(octets, shown.body.size());
    }
    const auto each = static_cast<double>(rounds_);
    std::printf("%-10s wall %7.2f ms, 95 %% %7.2f   web %6.3f ms   answering %7.2f ms   %5.1f KB\n",
                name, median(walls), percentile(walls, 0.95), web / each, answering / each,
                static_cast<double>(octets) / 1e3);
    std::fflush(stdout);
  }

  void pages() {
    page("desk", [] { return "/desk"; });
    std::size_t at = 0;
    page("search", [&] {
      const auto made = member_->post(
          "/search", {{"q", names_[(at++ * 37) % names_.size()]}, {"reason", "bench 4417"}});
      return made.field("Location");
    });
    page("case", [&] { return "/case/" + owed_[(at++ * 37) % owed_.size()]; });
    page("directory", [] { return "/directory"; });
  }

  // A page that asks nobody, and nginx with a file of its size, in turns.
  void beside_nginx() {
    const auto body = browser().get("/enter").body;
    Kept ours(socket_, "/enter");
    std::optional<StaticServer> nginx;
    std::optional<Kept> theirs;
    if (StaticServer::is_there()) {
      nginx.emplace(beside_.path() / "nginx", body);
      theirs.emplace(nginx->socket, "/page");
    } else {
      std::printf("nginx is not installed: no ratio\n");
    }
    std::vector<double> of_ours, of_nginx;
    for (int turn = 0; turn < 5; ++turn) {
      of_ours.push_back(spent(ours, web_));
      if (theirs) {
        of_nginx.push_back(spent(*theirs, nginx->worker()));
      }
    }
    std::printf("/enter     CPU %.1f us a request", 1e3 * median(of_ours));
    if (theirs) {
      std::printf("; nginx, a file of %zu octets %.1f us; ratio %.2f", body.size(),
                  1e3 * median(of_nginx), median(of_ours) / median(of_nginx));
    }
    std::printf("\n");
  }

  static double spent(Kept& line, pid_t process) {
    const auto before = cpu_of(process);
    for (std::size_t i = 0; i < kFixed; ++i) {
      line.ask();
    }
    return (cpu_of(process) - before) / static_cast<double>(kFixed);
  }

  // The corpus of the tests, a request of 128 MB without the end of its line, a body of 256 MB that
  // is only said, and many who say half a line beside somebody who asks well.
  void abuse() {
    for (const auto& entry : fs::directory_iterator(POUCH_FIXTURES "/crashers/web-request")) {
      const auto octets = contents_of(entry.path());
      const int line = connected(socket_);
      pour(line, octets);
      close(line);
    }
    const std::string piece(1U << 20, 'x');
    const int endless = connected(socket_);
    pour(endless, "GET /");
    for (int i = 0; i < 128 && pour(endless, piece); ++i) {
    }
    close(endless);
    const int large = connected(socket_);
    pour(large,
         "POST /search HTTP/1.1\r\nHost: pouch.example\r\nContent-Length: 268435456\r\n\r\n");
    for (int i = 0; i < 256 && pour(large, piece); ++i) {
    }
    close(large);
    std::vector<int> slow;
    for (std::size_t i = 0; i < kSlow; ++i) {
      slow.push_back(connected(socket_));
      pour(slow.back(), "GET /ente");
    }
    std::vector<double> walls;
    for (int i = 0; i < 20; ++i) {
      const Stopwatch watch;
      if (browser().get("/enter").status != 200) {
        throw std::runtime_error("a good request beside slow ones is not answered");
      }
      walls.push_back(watch.wall());
    }
    std::printf("beside %zu slow clients: a good request %.2f ms\n", kSlow, median(walls));
    for (const int line : slow) {
      close(line);
    }
  }

  // False: they read no more.
  static bool pour(int line, std::string_view octets) {
    while (!octets.empty()) {
      pollfd ready{line, POLLOUT, 0};
      if (poll(&ready, 1, 1000) != 1) {
        return false;
      }
      const auto sent = send(line, octets.data(), octets.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
      if (sent <= 0) {
        return false;
      }
      octets.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  void print_memory(const char* when) const {
    for (const auto& [name, process] :
         {std::pair("web", web_), std::pair("answering", answering_)}) {
      std::printf("%-16s %-10s resident %6.1f MB, private %6.1f, most ever %6.1f\n", when, name,
                  memory(process, "VmRSS"), memory(process, "RssAnon"), memory(process, "VmHWM"));
    }
    std::fflush(stdout);
  }

  std::size_t messages_, rounds_, copies_, years_ = 0;
  test::Scratch beside_;
  test::Site site_;
  std::string socket_ = (site_.folder().parent_path() / "w").string();
  Texts texts_;
  std::vector<std::string> owed_, names_;
  std::optional<test::Browser> member_;
  pid_t web_ = -1, answering_ = -1;
};

}  // namespace
}  // namespace pouch::bench

int main(int count, char** words) {
  try {
    const std::size_t messages = count < 2 ? 10'000 : std::stoul(words[1]);
    const std::size_t rounds = count < 3 ? 50 : std::stoul(words[2]);
    const std::size_t copies = count < 4 ? 0 : std::stoul(words[3]);
    pouch::bench::Pages(std::max<std::size_t>(messages, 20) / 20 * 20, rounds, copies).run();
  } catch (const std::exception& fault) {
    std::cerr << "bench_web: " << fault.what() << "\n";
    return 1;
  }
  return 0;
}
