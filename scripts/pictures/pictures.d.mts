/** Every picture, by its file in `docs/pictures`, and what makes its text: the same as long as the programs are. */
export const PICTURES: Readonly<Record<string, () => Promise<string>>>;
