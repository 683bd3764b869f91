// Talk to the gateway: which mail is an order, which is somebody's words.
#include "gateway/decide/orders.hpp"

#include <catch2/catch.hpp>

#include "gateway/decide/search_context.hpp"
#include "gateway/decide/title.hpp"
#include "templates/language/order_words.hpp"
#include "tests/unit/gateway/shipped.hpp"

using namespace pouch;
using namespace pouch::gateway;
using test::shipped;

namespace {

const std::string kNumber = CaseNumber("SEL", 2026, 1).text();
const std::string kWrong = kNumber.substr(0, kNumber.size() - 2) + "00";

AnsweredLetter letter(const std::string& kind, int message = 2) {
  AnsweredLetter result;
  result.kind = kind;
  result.number = MessageNumber{CaseNumber("SEL", 2026, 1), message};
  return result;
}

AnsweredLetter search_answer() {
  auto result = letter("answer");
  result.number.reset();
  ArchiveQuestion question;
  question.query = question.words = "jovanovic";
  question.scope = "MY_CASES";
  result.context = search_context(question);
  return result;
}

std::optional<Order> order(const std::string& subject, const std::string& own,
                           const AnsweredLetter* answered = nullptr) {
  return order_in({subject, own, answered, {"SEL", 0}}, shipped());
}

// "status SEL-…/2", "template request bg all", "fetch 2,5 | left"; "-": no order.
std::string told(const std::optional<Order>& found) {
  if (!found) {
    return "-";
  }
  static const char* const kNames[] = {
      "help",    "status",    "open",  "search", "template", "resend", "recall", "more", "fetch",
      "page",    "done",      "take",  "undo",   "send",     "keep",   "kept",   "drop", "web",
      "absence", "keep case", "erase", "erased", "permit",   "deny",   "?"};
  std::string text = kNames[static_cast<int>(found->kind)];
  for (const auto& word : {found->name, found->language, std::string(found->all ? "all" : ""),
                           found->number ? found->number->text() : std::string(),
                           found->page > 0 ? std::to_string(found->page) : std::string(),
                           found->kind == OrderKind::kNotUnderstood ? std::string() : found->query,
                           found->why.empty() ? std::string() : "because " + found->why}) {
    text += word.empty() ? "" : " " + word;
  }
  for (const int item : found->items) {
    text += " " + std::to_string(item);
  }
  return text + (found->left.empty() ? "" : " | " + found->left);
}

std::string fresh(const std::string& subject, const std::string& own = {}) {
  return told(order(subject, own));
}

std::string reply(const std::string& kind, const std::string& own,
                  const std::string& subject = "Re: [SEL-2026-000001-00] Bulgaria answers") {
  const auto answered = letter(kind);
  return told(order(subject, own, &answered));
}

struct Row {
  std::string subject, own, expected;
};

void check(const std::vector<Row>& rows) {
  for (const auto& row : rows) {
    INFO("subject \"" << row.subject << "\", own \"" << row.own << "\"");
    CHECK(fresh(row.subject, row.own) == row.expected);
  }
}

const char* const kPeople[] = {
    "request", "copy", "reply", "note", "case-note", "control", "some kind of tomorrow"};
const char* const kOurs[] = {"answer", "receipt", "refusal", "question", "notice", "welcome"};

}  // namespace

TEST_CASE("a fresh mail gives an order by its subject or its first line") {
  const auto plain = "status " + kNumber;
  check({{"help", "", "help"},
         {"HELP!", "", "help"},
         {"Re: help", "", "help"},
         {"AW: Re: help", "", "help"},
         {"Отг: help", "", "help"},
         {"Antw[2]: help", "", "help"},
         {"", "help", "help"},
         {"(no subject)", "help", "help"},
         {"hello", "help", "help"},
         {"Please help", "", "help"},
         {"help, please", "", "help"},
         {"**help**", "", "help"},
         {"template", "", "help"},
         {"open", "", "open"},
         {"Open requests", "", "open"},
         {plain, "", plain},
         {"status: " + kNumber, "", plain},
         {"", plain + ".", plain},
         {"[" + kNumber + "] status", "", plain},
         {"Re: [" + kNumber + "/3] status", "", plain + "/3"},
         {kNumber + " status", "", plain},
         {"status", kNumber, plain},
         {"Status of " + kNumber, "", plain},
         {"", "Status of the case " + kNumber + ", thanks!", plain},
         {"status", "", "status"},
         {"resend " + kNumber + "/2", "", "resend " + kNumber + "/2"},
         {"send again " + kNumber, "", "resend " + kNumber},
         {"recall " + kNumber, "sent to the wrong\ncountry",
          "recall " + kNumber + " because sent to the wrong country"},
         {"recall", kNumber + "\nReason: a slip", "recall " + kNumber + " because a slip"}});
}

TEST_CASE("a blank form is asked for with a language and with all fields") {
  check({{"template request", "", "template request"},
         {"Template REQUEST", "", "template REQUEST"},
         {"template: request", "", "template request"},
         {"Re: template request", "", "template request"},
         {"template request bg", "", "template request bg"},
         {"template request all", "", "template request all"},
         {"template request bg all", "", "template request bg all"},
         {"template request all fields", "", "template request all"},
         {"template request all bg", "", "template request bg all"},
         {"template request български", "", "template request bg"},
         {"template case-note RO", "", "template case-note RO"},
         {"template case note", "", "template case note"},
         {"template request xx", "", "template request xx"},
         {"template requst", "", "template requst"},
         {"template", "request bg", "template request bg"},
         {"образец request всички", "", "template request all"},
         {"", "template request", "template request"},
         {"Re: [" + kNumber + "] template request", "", "template request " + kNumber},
         {"template for the letter that you sent", "", "-"},
         {"templates for dinner", "on Friday", "-"},
         {"template " + std::string(200, 'x'), "", "-"}});
}

TEST_CASE("more text beside an order is left, and told") {
  check({{"help", "I do not know how to write.\nAna", "help | I do not know how to write.\nAna"},
         {"status " + kNumber, "We need it today.", "status " + kNumber + " | We need it today."},
         {"help", "help", "help"},
         {"help", "help\nmy key is lost", "help | my key is lost"},
         {"", "help\n\nmy key is lost", "help | my key is lost"},
         {"help", "Thank you!\nBest regards", "help"},
         {"template request", "for Ana", "template request | for Ana"},
         {"help", "status " + kNumber, "? | status " + kNumber}});
}

TEST_CASE("what a person writes to people is no order, whatever its first word") {
  check({{"", "", "-"},
         {"Re:", "", "-"},
         {":", "", "-"},
         {"Search of the flat in Giurgiu", "", "-"},
         {"Search the flat", "of Milan Jovanovic on Friday", "-"},
         {"", "Search the flat of Milan Jovanovic on Friday", "-"},
         {"Status quo of the case is bad", "", "-"},
         {"", "Status quo of the case is that nobody answers.\nAna", "-"},
         {"Open question: who pays", "", "-"},
         {"Open border at Giurgiu", "details", "-"},
         {"help with case 12", "", "-"},
         {"we need help", "", "-"},
         {"the template request", "", "-"},
         {"Blank form: Request for assistance", "", "-"},
         {"NOT ACCEPTED: template request", "", "-"},
         {"Fwd: help", "", "-"},
         {"Accepted: help", "", "-"},
         {"Re: Search: hit", "", "-"},
         {"Re: Search: no hit", "thanks", "-"},
         {"Re: Open requests: 3", "", "-"},
         {"Heroin at Giurgiu", "Status\nThe lorry stands at the border.", "-"},
         {"Heroin at Giurgiu", "Status " + kNumber + "\nThe lorry stands at the border.", "-"},
         {"[" + kNumber + "]", "Status\nPlease tell us whether the lorry has left.", "-"},
         {"[" + kNumber + "]", "done", "-"},
         {"[" + kNumber + "]", "3", "-"},
         {"[" + kNumber + "]", "more", "-"},
         {"done", "", "-"},
         {"hello", "", "-"},
         {"The lorry", "helps", "-"},
         {"Search", std::string(600, 'x'), "-"},
         {"[" + kNumber + "] Search", "We looked at the flat.", "-"}});
}

TEST_CASE("talk to the gateway that is not understood is told apart from a note") {
  check({{"hlep", "", "?"},
         {"stauts " + kNumber, "", "? " + kNumber},
         {"", "stauts " + kNumber, "?"},
         {"statu", "", "?"},
         {"помош", "", "help"},
         {"помощь", "", "?"},
         {"[" + kNumber + "]", "stauts", "? " + kNumber},
         {kNumber, "", "? " + kNumber},
         {"", kNumber, "?"},
         {"Re: [" + kNumber + "/2]", "", "? " + kNumber + "/2"},
         {"", "42", "?"},
         {"status " + kWrong, "", "?"},
         {"status " + kNumber + " " + CaseNumber("SEL", 2026, 2).text(), "", "?"},
         {"open " + kNumber, "", "? " + kNumber},
         {"status 17", "", "?"},
         {"next", "", "?"},
         {"", "fetch 2, 5", "?"},
         {"undo", "", "?"}});
}

TEST_CASE("what is not understood is kept as it was written, to be said back") {
  for (const auto& [subject, own] : {std::pair("stauts " + kNumber, std::string()),
                                     std::pair(std::string(), "stauts " + kNumber)}) {
    const auto found = order(subject, own);
    REQUIRE(found);
    CHECK(found->kind == OrderKind::kNotUnderstood);
    CHECK(found->query == "stauts " + kNumber);
  }
}

TEST_CASE("a case number in the middle of a subject is a word of its title") {
  CHECK(own_title("New facts in " + kNumber, Numbering{"SEL", 0}) == "New facts in " + kNumber);
  CHECK(own_title("Re: [" + kNumber + "/2] New facts", Numbering{"SEL", 0}) == "New facts");
  CHECK(own_title("Re: " + kNumber + " New facts", Numbering{"SEL", 0}) == "New facts");
  CHECK(own_title(kNumber, Numbering{"SEL", 0}).empty());
  CHECK(own_title("[" + kNumber + "]", Numbering{"SEL", 0}).empty());
}

TEST_CASE("a search by mail has its words in the text, and why it is made") {
  check({{"search", "jovanovic\nWhy: case 4417/2026", "search jovanovic because case 4417/2026"},
         {"search", "jovanovic\nplate:ca1234ab\n\nWhy: 4417",
          "search jovanovic plate:ca1234ab because 4417"},
         {"search", "Why: 4417\njovanovic", "search jovanovic because 4417"},
         {"Търсене", "јовановић\nЗащо: 4417", "search јовановић because 4417"},
         {"search", "jovanovic", "search jovanovic"},
         {"search", "from:ana to:BG\nWhy: x", "search from:ana to:BG because x"},
         {"search", "jovanovic\nCase: " + kNumber + "\nWhy: x",
          "search " + kNumber + " jovanovic because x"},
         {"search", "jovanovic\nWhy: x\nAna Ionescu", "search jovanovic because x | Ana Ionescu"},
         {"", "search\njovanovic\nWhy: x", "search jovanovic because x"},
         {"search jovanovic", "Why: x", "search jovanovic because x"},
         {"", "search milan jovanovic\nWhy: x", "search milan jovanovic because x"},
         {"search", "", "search"},
         {"search", "Query: jovanovic\nReason: x", "search jovanovic because x"},
         // With blocks it is a form, named by its subject.
         {"search", "[Person 1]\nFamily name: Jovanovic\nWhy: x", "-"}});
  const auto found = order("search", "jovanovic\nMode: hit or no hit\nWhy: x");
  REQUIRE(found);
  CHECK(found->fields == "Mode: hit or no hit\n");
}

TEST_CASE("in a Reply to a person's letter only a mail that is nothing but the order is one") {
  for (const auto* kind : kPeople) {
    INFO(kind);
    CHECK(reply(kind, "help") == "help " + kNumber + "/2");
    CHECK(reply(kind, "Status?") == "status " + kNumber);
    CHECK(reply(kind, "status\n\nThanks,\nAna Ionescu") == "status " + kNumber + " | Ana Ionescu");
    CHECK(reply(kind, "resend") == "resend " + kNumber + "/2");
    CHECK(reply(kind, "template request") == "template request " + kNumber + "/2");
    CHECK(reply(kind, "search\njovanovic\nWhy: x") ==
          "search " + kNumber + "/2 jovanovic because x");
    for (const auto* words : {"",
                              "Thanks!",
                              "Open.",
                              "open",
                              "Search",
                              "search\nthe flat",
                              "help\nplease look at the door",
                              "Status\nThe lorry stands at the border.",
                              "stauts",
                              "42",
                              "2, 5",
                              "next",
                              "fetch 2",
                              "page 3",
                              "undo",
                              "send",
                              "We search the flat",
                              "template requst",
                              "all",
                              "BG",
                              "help\nThanks\nPlease ask the driver",
                              "status of the lorry"}) {
      INFO(words);
      CHECK(reply(kind, words) == "-");
    }
    // Our subject, whatever the client made of it, is not the officer's.
    CHECK(reply(kind, "", "Re: [" + kNumber + "/2] status") == "-");
    CHECK(reply(kind, "The lorry left.", "help") == "-");
    CHECK(reply(kind, "", "help") == "help " + kNumber + "/2");
    CHECK(reply(kind, "", "status " + kNumber) == "status " + kNumber);
  }
}

TEST_CASE("some words are orders on one kind of letter alone") {
  for (const auto* kind : kPeople) {
    INFO(kind);
    CHECK((reply(kind, "more") != "-") == (std::string(kind) == "request"));
    CHECK((reply(kind, "done") != "-") == (std::string(kind) == "reply"));
    CHECK((reply(kind, "take") != "-") ==
          (std::string(kind) == "request" || std::string(kind) == "control"));
    CHECK((reply(kind, "Done, thanks!") != "-") == (std::string(kind) == "reply"));
    CHECK(reply(kind, "more or less") == "-");
  }
  for (const auto* kind : kOurs) {
    INFO(kind);
    CHECK((reply(kind, "undo") != "-") == (std::string(kind) == "receipt"));
    CHECK((reply(kind, "send") != "-") == (std::string(kind) == "question"));
    CHECK(reply(kind, "done") == "-");
    CHECK(reply(kind, "next") == "-");
    CHECK(reply(kind, "BG") == "-");
    CHECK(reply(kind, "all") == "-");
  }
  CHECK(reply("receipt", "undo\nit was only a part") ==
        "undo " + kNumber + "/2 | it was only a part");
}

TEST_CASE("a Reply to a letter of ours is read by its first line, and our titles are no orders") {
  for (const auto* kind : kOurs) {
    INFO(kind);
    CHECK(reply(kind, "help") == "help " + kNumber + "/2");
    CHECK(reply(kind, "open") == "open " + kNumber + "/2");
    CHECK(reply(kind, "status\nand tell Bulgaria") == "status " + kNumber + " | and tell Bulgaria");
    CHECK(reply(kind, "", "template request") == "template request " + kNumber + "/2");
    CHECK(reply(kind, "recall\na slip") == "recall " + kNumber + " because a slip");
    CHECK(reply(kind, "I do not understand this") == "-");
    CHECK(reply(kind, "stauts") == "-");
    for (const auto* title :
         {"Re: Search: hit", "Re: Search: no hit", "Re: Blank form: Request for assistance",
          "Re: Open requests: 0", "AW: How to write to Pouch", "Re: NOT ACCEPTED: help",
          "Re: [SEL-2026-000001-00] STATE", "Re: No such form"}) {
      INFO(title);
      CHECK(reply(kind, "", title) == "-");
      CHECK(reply(kind, "thank you all", title) == "-");
    }
  }
}

TEST_CASE("a search answer is continued by a Reply") {
  const auto answer = search_answer();
  const auto said = [&](const std::string& own) {
    return told(order("Re: Search: hit", own, &answer));
  };
  CHECK(said("next") == "more");
  CHECK(said("more") == "more");
  CHECK(said("Още") == "more");
  CHECK(said("page 3") == "page 3");
  CHECK(said("fetch 2, 5") == "fetch 2 5");
  CHECK(said("Fetch 2,5 and 7.") == "fetch 2 5 7");
  CHECK(said("fetch 2-4, 3") == "fetch 2 3 4");
  CHECK(said("вземи 2 и 5") == "fetch 2 5");
  CHECK(said("getir 2, 5") == "fetch 2 5");
  CHECK(said("fetch") == "-");
  CHECK(said("fetch all of it") == "-");
  CHECK(said("fetch 0") == "-");
  CHECK(said("fetch 1-99999") == "-");
  CHECK(said("page two") == "-");
  CHECK(said("keep") == "keep");
  CHECK(said("Keep: heroin in lorries.") == "keep heroin in lorries");
  CHECK(said("drop search heroin in lorries") == "drop heroin in lorries");
  CHECK(said("search\nother words\nWhy: x") == "search other words because x");
  auto damaged = answer;
  damaged.context.pop_back();
  CHECK(told(order("Re: Search: hit", "next", &damaged)) == "-");
}

TEST_CASE("a case is kept with any reason, and erased by a mail that says nothing else") {
  const auto on_review = [](const std::string& own) { return reply("review", own); };
  CHECK(on_review("KEEP the trial runs, see 12/2026") ==
        "keep case " + kNumber + " because the trial runs, see 12/2026");
  CHECK(on_review("keep\nthe trial runs\nand the appeal too") ==
        "keep case " + kNumber + " because the trial runs\nand the appeal too");
  CHECK(on_review("Please keep") == "keep case " + kNumber);
  CHECK(on_review("KEEP " + std::string(400, 'x')) ==
        "keep case " + kNumber + " because " + std::string(400, 'x'));
  CHECK(on_review("ERASE") == "erase " + kNumber);
  CHECK(on_review("Erase, please.\n\nRegards\nAna Ionescu") == "erase " + kNumber);
  CHECK(on_review("erase nothing yet") == "-");
  CHECK(on_review("erase\nthe second answer only, please, and leave the rest as it is") == "-");
  CHECK(on_review("erased") == "-");
  CHECK(on_review("I would keep it") == "-");
  CHECK(reply("erasure", "ERASED") == "erased " + kNumber + "/2");
  CHECK(reply("erasure", "erased nothing so far") == "-");
  CHECK(reply("erasure", "erase") == "-");
  CHECK(reply("erasure", "keep it") == "-");
  for (const auto* kind : kPeople) {
    CHECK(reply(kind, "erase") == "-");
    CHECK(reply(kind, "erased") == "-");
    CHECK(reply(kind, "keep it for me") == "-");
  }
}

TEST_CASE("every language has every order, and each of its words gives it") {
  const auto answer = search_answer();
  const auto request = letter("request"), plain = letter("reply"), receipt = letter("receipt"),
             question = letter("question"), review = letter("review"), erasure = letter("erasure");
  auto asks = letter("control", 3);
  asks.asks = PermissionAsked{{CaseNumber("SEL", 2026, 1), 2}, "pfp-ro, for 1/P"};
  for (const auto* language : shipped().languages()) {
    for (const auto& name : templates::order_names()) {
      INFO(language->tag << " " << name.id);
      REQUIRE(language->orders.count(std::string(name.id)) == 1);
      for (const auto& word : language->orders.at(std::string(name.id)).words) {
        INFO(word);
        const auto id = name.id;
        const auto said = [&](const std::string& own, const AnsweredLetter* answered) {
          return told(order("", own, answered));
        };
        if (id == "template") {
          CHECK(said(word + " request", nullptr) == "template request");
        } else if (id == "all") {
          CHECK(said("template request " + word, nullptr) == "template request all");
        } else if (id == "courtesy") {
          CHECK(said("help\n" + word, nullptr) == "help");
        } else if (id == "fetch") {
          CHECK(said(word + " 2, 5", &answer) == "fetch 2 5");
        } else if (id == "page") {
          CHECK(said(word + " 3", &answer) == "page 3");
        } else if (id == "keep") {
          CHECK(said(word, &answer) == "keep");
          CHECK(said(word + " lorries of Vidin", &answer) == "keep lorries of Vidin");
          CHECK(said(word, &request) == "-");
          CHECK(said(word + " the trial", &review) ==
                "keep case " + kNumber + " because the trial");
        } else if (id == "erase") {
          CHECK(said(word, &review) == "erase " + kNumber);
          CHECK(said(word, &request) == "-");
        } else if (id == "erased") {
          CHECK(said(word, &erasure) == "erased " + kNumber + "/2");
          CHECK(said(word, &request) == "-");
        } else if (id == "permit" || id == "deny") {
          CHECK(said(word, &asks) == std::string(id) + " " + kNumber + "/2 pfp-ro, for 1/P");
          CHECK(said(word, &request) == "-");
          CHECK(said(word, &review) == "-");
        } else if (id == "drop") {
          CHECK(fresh(word + " lorries") == "drop lorries");
          CHECK(said(word + " lorries", &request) == "-");
        } else if (id == "next") {
          CHECK(said(word, &answer) == "more");
        } else if (id == "more") {
          CHECK(said(word, &answer) == "more");
          CHECK(said(word, &request) == "more " + kNumber + "/2");
        } else if (id == "done" || id == "take" || id == "undo" || id == "send") {
          const auto* on = id == "done"   ? &plain
                           : id == "take" ? &request
                           : id == "undo" ? &receipt
                                          : &question;
          CHECK(said(word, on) == std::string(id) + " " + kNumber + "/2");
        } else {
          CHECK(fresh(word) == std::string(id));
        }
      }
    }
    const auto label = [&] {
      for (const auto& field : shipped().find("search")->fields) {
        if (field.id == "justification") {
          return field.words.at(language->tag).label;
        }
      }
      return std::string();
    }();
    CHECK(fresh(language->orders.at("search").words.front(), "jovanovic\n" + label + ": x") ==
          "search jovanovic because x");
  }
}

TEST_CASE("whatever a mail holds, it is read in little time and never a fault") {
  std::string junk;
  for (int i = 0; i < 200000; ++i) {
    junk += "line \xff\xfe: [x] 2, 5\n";
  }
  CHECK(fresh("", junk) == "-");
  CHECK(fresh("Heroin", "help\n" + junk) == "-");
  CHECK(fresh(std::string(100000, ':'), "") == "-");
  CHECK(fresh(std::string(100000, 'R') + ":", "") == "-");
  CHECK(fresh("\xff\xfe", "\xc3") == "-");
  CHECK(fresh("status \xff", "") == "status");
  const auto long_help = order("help", junk);
  REQUIRE(long_help);
  CHECK(long_help->left.size() + 1 == junk.size());
}

TEST_CASE("an order is said in the words of a form") {
  const auto words = [](const std::string& subject, const std::string& own = {}) {
    return form_words(order(subject, own).value());
  };
  CHECK(words("help") == "Form: control\nAction: HELP\n");
  CHECK(words("hlep") == "Form: control\nAction: HELP\n");
  CHECK(words("open") == "Form: control\nAction: OPEN_REQUESTS\n");
  CHECK(words("status " + kNumber) == "Form: control\nAction: STATUS\nTarget: " + kNumber + "\n");
  CHECK(words("resend " + kNumber + "/2") ==
        "Form: control\nAction: RESEND\nTarget: " + kNumber + "/2\n");
  CHECK(words("recall " + kNumber, "a\nslip") ==
        "Form: control\nAction: RECALL\nTarget: " + kNumber + "\nReason: a slip\n");
  const auto review = letter("review");
  CHECK(form_words(order("", "keep the trial\nruns", &review).value()) ==
        "Form: control\nAction: EXTEND_RETENTION\nTarget: " + kNumber +
            "\nReason: the trial runs\n");
  CHECK(form_words(order("", "erase", &review).value()) ==
        "Form: control\nAction: ERASE_REQUEST\nTarget: " + kNumber +
            "\nReason: order of its owner\n");
  CHECK(words("template request bg all") ==
        "Form: control\nAction: TEMPLATE\nWanted form: request\nForm language: bg\n"
        "All fields: yes\n");
  CHECK(words("search", "milan\njovanovic\nWhy: x") ==
        "Form: search\nQuery: milan jovanovic\nScope: my cases\nJustification: x\n");
  CHECK(words("search", "milan\nCase: " + kNumber + "\nWhy: x") ==
        "Form: search\nQuery: milan\nScope: permitted\nCase number: " + kNumber +
            "\nJustification: x\n");
  CHECK(words("search", "milan\nMode: hit or no hit\nWhy: x") ==
        "Form: search\nQuery: milan\nMode: hit or no hit\nScope: permitted\nJustification: x\n");
  CHECK(words("search", "milan\nScope: my state\nWhy: x") ==
        "Form: search\nQuery: milan\nScope: my state\nJustification: x\n");
}

TEST_CASE("an absence is said in a few lines, a note about one is no order") {
  const std::string lines = "Until: 2036-12-31 18:00\nSubstitute: nfp-bg";
  const auto fields = [](const std::optional<Order>& found) {
    return found && found->kind == OrderKind::kAbsence ? found->fields : std::string("-");
  };
  CHECK(fields(order("absence", lines)) == lines + "\n");
  CHECK(fields(order("", "Absence\n" + lines)) == lines + "\n");
  CHECK(fields(order("absență", lines)) == lines + "\n");
  CHECK(fields(order("одсуство", "Absent: nfp-ro\n" + lines)) == "Absent: nfp-ro\n" + lines + "\n");
  CHECK(fields(order("absence", "")).empty());
  CHECK(order("absence", lines + "\nAna Ionescu")->left == "Ana Ionescu");
  CHECK(fields(order("absence", "I shall be away next week, ask Radu.")) == "-");
  const auto person = letter("reply");
  CHECK(fields(order("absence", lines, &person)) == "-");
  CHECK(form_words(*order("absence", lines)) == "Form: control\nAction: ABSENCE\n" + lines + "\n");
}
