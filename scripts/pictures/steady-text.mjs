// What a run prints, with all that differs from run to run made the same: a picture changes only with the programs.
const TOMORROW = () => new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);

/** UUIDs and ports are told apart by the order in which they come. */
export function steadyText(printed) {
  const uuids = numbered((count) => `${String(count).repeat(8)}-2222-4333-8444-555555555555`);
  const ports = numbered((count) => `localhost:${8442 + count}`);
  return printed
    .replaceAll(/\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b/g, uuids)
    .replaceAll(/\blocalhost:\d+/g, ports)
    .replaceAll(/\b[\dA-F]{64}\b/g, '5E'.repeat(32))
    .replaceAll(/\b[\dA-F]{40}\b/g, '1C'.repeat(20))
    .replaceAll(/\b\d{4}-\d\d-\d\dT[\d:.]+Z/g, '2026-11-20T10:00:00.000Z')
    .replaceAll(/\b\d{4}-\d\d-\d\d\b(?!T)/g, (day) =>
      day > TOMORROW() ? '2027-11-20' : '2026-11-20',
    )
    .replaceAll(/\bsubject [\w-]{43}(?![\w-])/g, `subject ${'cGFpcndpc2Ug'.repeat(4).slice(0, 43)}`)
    .replaceAll(/stored key …\w+/g, 'stored key …7Q4X')
    .replaceAll(/ entra-aws-creds \d+\.\d+\.\d+/g, ' entra-aws-creds')
    .replaceAll(/\/blob\/v\d+\.\d+\.\d+\//g, '/blob/main/');
}

function numbered(nameOf) {
  const names = new Map();
  return (found) => {
    if (!names.has(found)) names.set(found, nameOf(names.size + 1));
    return names.get(found);
  };
}
