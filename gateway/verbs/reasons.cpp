#include "gateway/verbs/reasons.hpp"

#include <algorithm>

namespace pouch::gateway {

const std::vector<Reason>& reasons() {
  static const std::vector<Reason> table{
      {"automatic", "a machine wrote it, or it went in a loop",
       "detail names the letter that it came back on (pouch queue list --all); a member's own mail "
       "goes on with pouch held release, the rest is dropped"},
      {"bad-signature", "the signature does not fit the text",
       "ask the sender to send again; when it happens again, suspect the way between"},
      {"classification", "classified above what the site may hold",
       "nothing: the sender has been told; check that no copy stays where it may not"},
      {"classification-mark",
       "it bears the mark of a classification above what the site may hold; detail says which",
       "ask the sender by telephone; if it is no mark, release it, else see that no copy stays "
       "where it may not, then drop it"},
      {"copies-erased", "who had copies of an erased case says that they are erased",
       "nothing: it stands in the audit log, and the sender has a word of thanks"},
      {"delivery-report", "a report on a letter of ours, known by its envelope",
       "nothing: the letter's state was set; see pouch queue list --all and pouch queue reports"},
      {"duplicate", "the same mail came twice", "nothing: it was counted once"},
      {"empty", "there is nothing in it of the writer: no text, no form, no attachment",
       "nothing: the sender has been told"},
      {"erased", "it was written to a case that is erased",
       "nothing: the sender has been told to ask anew"},
      {"expired-key", "signed by a key that has expired",
       "ask its holder for the renewed key: pouch key import FILE, then send again"},
      {"expired-signature", "the signature itself has expired", "ask the sender to send it again"},
      {"fault", "this machine could not work on it, and trying again does not help",
       "fix what detail says, then release it"},
      {"form-problems", "the form has faults", "nothing: the sender got it back, marked up"},
      {"group-in-doubt", "envelope and header disagree on whether a group was meant",
       "ask the sender to write to the group alone, with a signed header"},
      {"legal-hold", "a legal hold stands on the case that was to be erased",
       "nothing, or end it: pouch retention hold NUMBER --release --reason TEXT"},
      {"key-update",
       "about somebody's new key: a code that came back, a `stop`, or what was refused",
       "nothing: the sender has been told; pouch key updates says what waits for you"},
      {"malformed", "the mail's structure breaks the rules",
       "look with held show --raw; the sender's mail program is at fault, or it is an attack"},
      {"mixed-content", "text or parts stand beside the signed and encrypted part",
       "look whether a mail server adds footers; else the mail program is at fault"},
      {"no-right", "the sender may not do that",
       "nothing: the sender has been told; change their rights in directory.toml if they should be "
       "able to"},
      {"no-usable-key", "no answer can be sealed to the sender",
       "get a usable key from the sender: pouch key import FILE, then release the mail"},
      {"not-encrypted", "it travelled in the clear",
       "unsigned: a stranger, drop it; signed: its sender has been told"},
      {"not-sent", "a Reply to a letter of the gateway itself, neither a form nor an order",
       "nothing: the sender has been told that it went to nobody"},
      {"not-signed", "encrypted to us, but nobody signed it", "drop it, or ask who wrote it"},
      {"not-understood", "it looks like an order to the gateway, and is none that it knows",
       "nothing: the sender got the list of orders"},
      {"poison", "it crashed its worker as often as limits.attempts allows",
       "report it with the worker's log; release it after an update"},
      {"replayed", "its signature counted before, or it was signed for somebody else",
       "compare with the case that detail names; somebody may be sending a member's old mail"},
      {"restored", "a backup was restored while it was on its way, or after it had come",
       "look in the mail server's log whether it was answered; release it when not, else drop it"},
      {"revoked-key", "signed by a revoked key",
       "speak with its holder: the key may be in other hands"},
      {"sender-mismatch", "the From address is not one of the signer's",
       "if the address belongs to the sender, enter it in directory.toml, then release the mail"},
      {"sent-before", "the same request, with the same reference, was accepted before",
       "nothing: the sender has been asked, and replies send when it is meant"},
      {"stale", "signed too long ago, or with a clock that runs ahead",
       "nothing: the sender has been told"},
      {"to-whom",
       "it does not say for whom of several it is, or names somebody who cannot be meant",
       "nothing: the sender has been asked, and replies with the names"},
      {"too-large", "larger than a limit, or it unpacks to more",
       "ask for a smaller mail, or raise the limit in pouch.toml and release it"},
      {"too-many", "more automatic letters to that address in an hour than limits.letters_per_hour",
       "look for two programs that answer each other; then release or drop"},
      {"undecryptable", "not to our key, altered, or without integrity protection",
       "the sender may use an old key of ours: send them the output of pouch key list --export"},
      {"unknown-letter",
       "it answers a letter that the store does not know: written before a restore, or by another "
       "gateway",
       "find the case in the backup or the other gateway; ask the sender to write anew with the "
       "number in the subject, then drop it"},
      {"unknown-signer",
       "signed by nobody in the directory; detail names the key and the From address",
       "if the writer is a member, enter member and key, then release the mail; else drop it"},
      {"unreadable",
       "a member signed it all, but something in it cannot be read; detail says which part, and "
       "why",
       "nothing: the sender has been told"},
      {"unsupported-encryption", "encrypted in a way that is not accepted (AEAD)",
       "give the sender our public key again: pouch key list --export"},
      {"weak-algorithm", "signed with a weak digest or key", "ask its holder for a new key"},
      {"which-case", "it answers in one case and names another",
       "nothing: the sender has been asked, and replies with the number"},
      {"withdrawn", "an answer to a request that its requester has withdrawn",
       "nothing: the sender has been asked, and replies send when it is meant"},
  };
  return table;
}

const Reason* find_reason(std::string_view code) {
  const auto& table = reasons();
  const auto found = std::find_if(table.begin(), table.end(),
                                  [&](const Reason& reason) { return reason.code == code; });
  return found == table.end() ? nullptr : &*found;
}

}  // namespace pouch::gateway
