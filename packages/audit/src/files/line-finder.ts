/**
 * Tells the line, from 1, on which a JSON text first has a string; undefined when it has it nowhere. Asked
 * in the order of the text it reads the text once.
 */
export function lineFinder(text: string): (value: string) => number | undefined {
  let from = 0;
  let line = 1;
  return (value) => {
    const written = JSON.stringify(value);
    let at = text.indexOf(written, from);
    if (at < 0) {
      from = 0;
      line = 1;
      at = text.indexOf(written);
      if (at < 0) return undefined;
    }
    for (; from < at; from++) if (text.charCodeAt(from) === 10) line++;
    return line;
  };
}
