/**
 * Which key really protects a stream. `as-negotiated`: that of the sender's crypto line that the answer chose.
 * `key-of-earlier-answer`, `key-of-later-answer`: one that was in force before or after. `other-line`: another line
 * of the sender's description. `other-fork`: the sender's, to another fork. `wrong-direction`: the receiver's own.
 * `other-call`: one of another call. `other-roc`, `tag-length`, `mki`: the right key, but another rollover counter,
 * length of the tag, or an MKI where none is wanted, or none where one is. `plain`: no protection at all. `no-key`:
 * none that the trace knows.
 */
export type ProtectionFinding =
  | 'as-negotiated'
  | 'key-of-earlier-answer'
  | 'key-of-later-answer'
  | 'other-line'
  | 'other-fork'
  | 'wrong-direction'
  | 'other-call'
  | 'other-roc'
  | 'tag-length'
  | 'mki'
  | 'plain'
  | 'no-key';
