package io.mistersmith.eventbus.internal.durable;

import io.mistersmith.eventstore.DeadLetter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The dead letters of one subscription while it has its consumer, without causes and stacks. Thread-safe. */
final class LetterIndex {

    private final TreeMap<Long, DeadLetter> byPosition = new TreeMap<>(); // guarded by this
    private final Map<String, TreeSet<Long>> bySubject = new HashMap<>(); // guarded by this
    private final Set<Object> redriving = new HashSet<>(); // subjects, or positions of letters without; guarded by this

    LetterIndex(List<DeadLetter> kept) {
        kept.forEach(this::put);
    }

    synchronized void put(DeadLetter letter) {
        byPosition.put(letter.position(), withoutTexts(letter));
        String subject = letter.subject();
        if (subject != null) {
            bySubject.computeIfAbsent(subject, key -> new TreeSet<>()).add(letter.position());
        }
    }

    private static DeadLetter withoutTexts(DeadLetter letter) {
        return new DeadLetter(
                letter.consumer(),
                letter.position(),
                letter.eventId(),
                letter.type(),
                letter.subject(),
                letter.waiting(),
                letter.attempts(),
                "",
                "",
                letter.first(),
                letter.last(),
                letter.bundle());
    }

    synchronized void remove(DeadLetter letter) {
        byPosition.remove(letter.position());
        String subject = letter.subject();
        TreeSet<Long> positions = subject == null ? null : bySubject.get(subject);
        if (positions != null) {
            positions.remove(letter.position());
            if (positions.isEmpty()) {
                bySubject.remove(subject);
            }
        }
    }

    /** Removes the letter at this position; false if there is none, or it is being redriven. */
    synchronized boolean drop(long position) {
        DeadLetter letter = byPosition.get(position);
        if (letter == null || redriving.contains(key(letter))) {
            return false;
        }
        remove(letter);
        return true;
    }

    /** Whether the event at this position is a letter. */
    synchronized boolean has(long position) {
        return byPosition.containsKey(position);
    }

    /** Whether an event of this subject must wait behind a letter. */
    synchronized boolean blocks(@Nullable String subject) {
        return subject != null && bySubject.containsKey(subject);
    }

    synchronized int size() {
        return byPosition.size();
    }

    /** How many a subject has. */
    synchronized int size(@Nullable String subject) {
        TreeSet<Long> positions = subject == null ? null : bySubject.get(subject);
        return positions == null ? 0 : positions.size();
    }

    /** Whether there are so many in all, or so many of one subject. */
    synchronized boolean full(int most, int mostPerSubject) {
        return byPosition.size() >= most
                || (byPosition.size() >= mostPerSubject
                        && bySubject.values().stream().anyMatch(one -> one.size() >= mostPerSubject));
    }

    /**
     * Marks letters as being redriven.
     *
     * @return the first of each subject, and each without a subject, that was not being redriven already
     */
    synchronized List<DeadLetter> beginRedrive(@Nullable String subject) {
        List<DeadLetter> firsts = new ArrayList<>();
        for (DeadLetter letter : byPosition.values()) {
            if ((subject == null || subject.equals(letter.subject())) && redriving.add(key(letter))) {
                firsts.add(letter);
            }
        }
        return firsts;
    }

    /** How many letters a redrive of this subject, or with null of all, concerns. */
    synchronized int count(@Nullable String subject) {
        return subject == null ? byPosition.size() : size(subject);
    }

    /** The next letter of a subject whose redrive goes well; null when there is none left, which ends the redrive. */
    synchronized @Nullable DeadLetter next(DeadLetter done) {
        String subject = done.subject();
        TreeSet<Long> positions = subject == null ? null : bySubject.get(subject);
        if (positions == null) {
            redriving.remove(key(done));
            return null;
        }
        return byPosition.get(positions.first());
    }

    /** A letter failed again: its subject's redrive ends. */
    synchronized void endRedrive(DeadLetter failed) {
        redriving.remove(key(failed));
    }

    private static Object key(DeadLetter letter) {
        String subject = letter.subject();
        return subject == null ? letter.position() : subject;
    }
}
