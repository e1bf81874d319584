package io.gpupool.config;

import org.snakeyaml.engine.v2.exceptions.Mark;

/**
 * A place in a text.
 *
 * @param line counted from one; zero stands for the text as a whole
 * @param column counted from one, in characters; zero stands for the text as a whole
 */
record Position(int line, int column) implements Comparable<Position> {

  /** The text as a whole. */
  static final Position WHOLE = new Position(0, 0);

  /** The first character. */
  static final Position START = new Position(1, 1);

  static Position of(Mark mark) {
    return new Position(mark.getLine() + 1, mark.getColumn() + 1);
  }

  /** The place of the character that follows {@code text}. */
  static Position after(CharSequence text) {
    int line = 1;
    int column = 1;
    for (int codePoint : text.codePoints().toArray()) {
      if (codePoint == '\n') {
        line++;
        column = 1;
      } else {
        column++;
      }
    }
    return new Position(line, column);
  }

  @Override
  public int compareTo(Position other) {
    int byLine = Integer.compare(line, other.line);
    return byLine != 0 ? byLine : Integer.compare(column, other.column);
  }

  @Override
  public String toString() {
    return "line " + line + ", column " + column;
  }
}
