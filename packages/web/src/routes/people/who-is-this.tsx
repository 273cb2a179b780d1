/**
 * A strip that asks about one unnamed face at a time: 1 to 3 say who it is, `s` goes on to the next.
 * What is answered is not asked again; what is skipped waits for the next visit.
 */
import type { FaceQuestion, FaceSuggestion } from "@imantics/api";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useState } from "react";
import { Button } from "../../components/button.tsx";
import { actionOf, type KeyAction, keyMap } from "../../keyboard/key-map.ts";
import { isTypingInto } from "../../keyboard/typing.ts";
import { faceQuestionsQuery } from "../../queries.ts";
import { counted } from "../../words/quantities.ts";
import { confirmFaces, mergePeople, nameOf, refuseFaces } from "./acts.ts";
import { FaceCrop } from "./face-crop.tsx";
import styles from "./who-is-this.module.css";

const answers: readonly KeyAction<"question">[] = ["answer-1", "answer-2", "answer-3"];
/** As many as there are keys for. */
const most = answers.length;

export function WhoIsThis() {
  const { data: questions = [] } = useQuery(faceQuestionsQuery);
  const [passed, setPassed] = useState<ReadonlySet<string>>(new Set());
  const left = questions.filter(({ region }) => !passed.has(region));
  const [question] = left;
  if (!question) return null;
  const pass = () => setPassed(new Set([...passed, question.region]));
  return <Question key={question.region} question={question} left={left.length} onPass={pass} />;
}

interface QuestionProps {
  readonly question: FaceQuestion;
  readonly left: number;
  readonly onPass: () => void;
}

function Question({ question, left, onPass }: QuestionProps) {
  const { region, person, suggestions } = question;
  const choices = suggestions.slice(0, most);
  const [only] = choices;
  const answer = ({ person: known }: FaceSuggestion) => {
    onPass();
    void (person ? mergePeople(known, [person]) : confirmFaces(known, [region]));
  };
  const deny = ({ person: known }: FaceSuggestion) => {
    onPass();
    void refuseFaces(known, [region]);
  };

  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || isTypingInto(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    const action = actionOf(keyMap.question, event);
    if (action === null) return;
    const choice = action === "skip" ? undefined : choices[answers.indexOf(action)];
    if (action === "skip") onPass();
    else if (choice) answer(choice);
    else return;
    event.preventDefault();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event);
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);

  return (
    <section className={styles.strip} aria-label="Who is this?">
      <FaceCrop region={region} alt="The face in question" className={styles.face} />
      <div className={styles.question}>
        <h2>Is this {only && choices.length === 1 ? nameOf(only.person) : "one of these"}?</h2>
        <p>
          {person ? `Somebody in ${counted(person.images, "photo")}. ` : ""}
          {counted(left, "question")} left. {choices.length === 1 ? "Key 1" : `Keys 1 to ${choices.length}`}{" "}
          to answer, s to skip.
        </p>
        <div className={styles.answers}>
          {choices.map((choice, at) => (
            <Button key={choice.person.id} onClick={() => answer(choice)} className={styles.answer}>
              <kbd>{at + 1}</kbd>
              <FaceCrop region={choice.person.cover} isRound className={styles.small} />
              {nameOf(choice.person)}
              <small title="Chance that it is them">{chanceWords(choice.confidence)}</small>
            </Button>
          ))}
          {only && choices.length === 1 && (
            <Button onClick={() => deny(only)}>Not {nameOf(only.person)}</Button>
          )}
          <Button kind="quiet" onClick={onPass}>
            Skip
          </Button>
        </div>
      </div>
    </section>
  );
}

/** Never surer than it is: 99.7 % is 99 %. */
export function chanceWords(confidence: number): string {
  return confidence < 0.01 ? "under 1 %" : `${Math.floor(100 * confidence)} %`;
}
