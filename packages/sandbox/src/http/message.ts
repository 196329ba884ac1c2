export interface HttpRequest {
  readonly method: string;
  /** Path without the query. */
  readonly path: string;
  /** Query as sent, without the question mark. */
  readonly query: string;
  /** Names in lower case; repeated headers joined with a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** In place of `body`, for what is not text. */
  readonly bytes?: Uint8Array;
}

export type HttpHandler = (request: HttpRequest) => Promise<HttpResponse> | HttpResponse;

export type ServiceName =
  | 'entra'
  | 'graph'
  | 'sts'
  | 'iam'
  | 'organizations'
  | 'regional'
  | 'secretsManager'
  | 's3'
  | 'signin'
  | 'github'
  | 'azureDevOps'
  | 'machine';

export interface RecordedRequest extends HttpRequest {
  readonly service: ServiceName;
  /** Counts from 1 for each service; two requests with one number shared a connection. */
  readonly connection: number;
  readonly receivedAt: Date;
}

/** The scheme and authority that the caller used, which is what the answer's URLs must name. */
export function originOf(request: HttpRequest): string {
  return `https://${request.headers['host'] ?? 'localhost'}`;
}

/** What goes over the wire. */
export function contentOf({ body, bytes }: HttpResponse): string | Uint8Array {
  return bytes ?? body;
}
